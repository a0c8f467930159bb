// The owner of infrastructure: what runs there by its own list and by the register's, agreements
// that are given once and taken back, and the team's view of where both lists differ.

import { Person } from "./support/person.mjs";
import { day } from "./support/answers.mjs";

export const ZONE = "Harbour PSN Zone";

export async function hosting(browser, server, checker) {
    const signedIn = async (name, key) => {
        const person = await Person.arrive(name, browser, server, checker);
        await person.signIn(server.account(key));
        return person;
    };
    const owner = await signedIn("an administrator of the owner", "host-admin");
    const organisation = await organisationOf(owner);
    const other = await signedIn("an administrator of another supplier", "northwind-admin");
    await other.open(`${await organisationOf(other)}/infrastructure`);
    await other.sees("has not named your organisation as the holder");
    const lead = await signedIn("a lead", "lead-2");
    await named(lead);
    const zone = await looked(owner, organisation);
    await answered(owner, zone);
    await covered(owner, zone);
    await standing(owner, zone);
    await takenBack(owner, zone);
    await lead.open("/team/infrastructure");
    await lead.sees("differ");
    await lead.follow(ZONE);
    await lead.sees("Does not run here: the lists differ");
    const zoneOfTeam = lead.path;
    await lead.follow("Record that the connection certificate ends early");
    await lead.press("Record the last day and tell them");
    await lead.sees("Enter its last day");
    const auditor = await signedIn("an auditor", "auditor");
    await auditor.open(zoneOfTeam);
}

export async function organisationOf(owner) {
    await owner.openAgain("/home");
    const link = owner.page.getByRole("link", { name: "Organisation", exact: true });
    return link.getAttribute("href");
}

/** The team says who holds the infrastructure. */
async function named(lead) {
    await lead.open("/team/infrastructure");
    await lead.sees("No account");
    await lead.follow(ZONE);
    await lead.fill({ holder: "Nobody Limited" });
    await lead.press("Save who holds it");
    await lead.sees("Enter the legal name of an organisation that has an account");
    await nameHolder(lead);
}

export async function nameHolder(lead) {
    await lead.openAgain("/team/infrastructure");
    await lead.follow(ZONE);
    await lead.fill({ holder: "Harbour Hosting plc" });
    await lead.press("Save who holds it");
}

async function looked(owner, organisation) {
    await owner.open(organisation);
    await owner.follow("Services on the infrastructure that you hold");
    await owner.follow(ZONE);
    await owner.sees("Services that name your infrastructure");
    await owner.sees("Harbour Back-up Vault");
    await owner.sees("None counts now.");
    return owner.path;
}

/** The owner publishes what it covers of a question. */
async function covered(owner, zone) {
    await owner.open(zone);
    await owner.follow("Say what it covers, and what remains with the services on it");
    await owner.sees("You have published nothing.");
    await owner.follow(/what you publish of 1a/);
    await owner.fill({ covers: "We encrypt the links between our halls." });
    await owner.press("Publish");
    await owner.sees("Enter what remains with the service");
    await owner.fill({ remains: "Encrypt what leaves the hall." });
    await owner.press("Publish");
    await owner.sees("Encrypt what leaves the hall.");
    await owner.openAgain(zone);
}

/** The owner says of a service whether it runs there, and names one that the register has not. */
async function answered(owner, zone) {
    await owner.follow(/^Answer about/);
    await owner.press("Save your answer");
    await owner.sees("There is a problem");
    await owner.fill({ runs_here: "no" });
    await owner.press("Save your answer");
    await owner.sees("Does not run here: the lists differ");
    await owner.press("Add this code");
    await owner.sees("Enter the code of the service");
    await owner.fill({ code: "srv 9999" });
    await owner.press("Add this code");
    await owner.open(zone);
    await owner.sees("Lists differ");
}

/** Every service of a supplier, agreed to once. */
async function standing(owner, zone) {
    await owner.follow("Give a standing agreement");
    const give = "Agree to every service of this supplier";
    await owner.press(give);
    await owner.sees("Select which supplier you agree to");
    const supplier = owner.main.locator('[name="supplier"]').first();
    await owner.fill({
        supplier: await supplier.getAttribute("value"),
        additional: "yes",
        until: day("+60 days"),
        job_title: "Head of platforms",
    });
    await owner.press(give);
    await owner.sees("Standing agreement given", owner.page.locator("body"));
    await owner.open(`${zone}/standing?q=nobody`);
    await owner.sees("No supplier with ‘nobody’ in its name");
    await owner.open(zone);
    await owner.press(/^Take back the agreement for/);
    await owner.sees("None counts now.");
}

/** One agreement is taken back from a later day, after its page has said what that does, and kept after all. */
async function takenBack(owner, zone) {
    await owner.openAgain(zone);
    await owner.follow(/Take it back/);
    await owner.sees("What this does");
    await owner.press("Take back your agreement");
    await owner.sees("Enter why you take your agreement back");
    await owner.fill({ from: day("+30 days"), reason: "The hall is to be closed for good." });
    await owner.press("Take back your agreement");
    await owner.openAgain(zone);
    await owner.sees("Counts until");
    await owner.follow(/^Keep it/);
    await owner.sees("took this agreement back from");
    await owner.press("Keep your agreement");
    await owner.open(zone);
}
