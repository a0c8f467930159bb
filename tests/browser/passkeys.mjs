// Passkeys with Chromium's virtual authenticator: the only journey in which scripts run.

import { Person } from "./support/person.mjs";

const DEVICE = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
};

export async function passkeys(browser, server, checker) {
    const lead = await Person.arrive("a lead with a passkey", browser, server, checker, true);
    const device = await lead.page.context().newCDPSession(lead.page);
    await device.send("WebAuthn.enable");
    await device.send("WebAuthn.addVirtualAuthenticator", { options: DEVICE });
    const account = server.account("lead-1");
    await lead.signIn(account);
    await lead.open("/account/passkeys/add");
    await lead.press("Add passkey");
    await lead.sees("Enter a name for the passkey");
    await lead.fill({ name: "Work laptop" });
    await lead.press("Add passkey");
    await lead.sees("Passkey added");
    await lead.sees("Not used yet");
    await signInWithIt(lead, checker);
    await lead.open("/account/passkeys");
    await lead.sees("Last used on");
    await asSecondFactor(lead, account, checker);
    await confirmsWithIt(lead, checker);
    await answersOnce(lead, server, checker);
    await remove(lead, checker);
}

const signOut = (person) =>
    person.arriveBy(() => person.page.getByRole("button", { name: "Sign out" }).click());

const arrivesAt = (person, path, checker) =>
    checker.results.expect(person.path === path, `${person.name} is on ${person.path}, not on ${path}`);

async function signInWithIt(person, checker) {
    await signOut(person);
    await person.open("/sign-in");
    await person.follow("Sign in with a passkey");
    await person.press("Use your passkey");
    arrivesAt(person, "/team", checker);
}

async function asSecondFactor(person, account, checker) {
    await signOut(person);
    await person.open("/sign-in");
    await person.fill({ email: account.email, password: account.password });
    await person.press("Sign in");
    arrivesAt(person, "/sign-in/code", checker);
    await person.follow("Use a passkey");
    await person.press("Use your passkey");
    arrivesAt(person, "/team", checker);
}

async function confirmsWithIt(person, checker) {
    await person.open("/confirm-it-is-you?next=%2Faccount%2Fpasskeys");
    await person.follow("Use a passkey instead");
    await person.press("Use your passkey");
    arrivesAt(person, "/account/passkeys", checker);
}

/** The same answer twice from the same browser: it signs in once. */
async function answersOnce(person, server, checker) {
    await signOut(person);
    await person.open("/sign-in/passkey");
    const sent = new Promise((done) => {
        void person.page.route("**/sign-in/passkey", async (route) => {
            const request = route.request();
            if (request.method() !== "POST") return route.continue();
            const cookies = await person.page.context().cookies();
            const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
            done({ body: request.postData(), cookie });
            await route.abort();
        });
    });
    await person.main.getByRole("button", { name: "Use your passkey" }).click();
    const { body, cookie } = await sent;
    await person.page.unroute("**/sign-in/passkey");
    const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
    const statuses = [];
    for (let times = 0; times < 2; times += 1) {
        const answer = await fetch(`${server.address}/sign-in/passkey`, {
            method: "POST",
            headers,
            body,
            redirect: "manual",
        });
        statuses.push(answer.status);
    }
    checker.results.expect(`${statuses}` === "303,422", `an answer sent twice gets ${statuses}`);
}

async function remove(person, checker) {
    await person.open("/sign-in/passkey");
    await person.press("Use your passkey");
    arrivesAt(person, "/team", checker);
    await person.open("/account/passkeys");
    await person.follow("Remove");
    await person.press("Remove passkey");
    await person.sees("Passkey removed");
    await signOut(person);
    await person.open("/sign-in/passkey");
    await person.press("Use your passkey");
    await person.sees("That passkey did not work");
}
