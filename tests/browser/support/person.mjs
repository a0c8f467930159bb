// Somebody with a browser in which no script runs, unless they need one.

import { linkIn, codeIn } from "./server.mjs";
import { nextCode } from "./totp.mjs";

/** Shorter words that people type, like "yes", may stand in a log for other reasons. */
const SECRET_MIN = 8;
/** How long anything may take that a page does; two journeys share the machine. */
const TIMEOUT_MS = 20_000;

export class Person {
    constructor(name, page, server, checker) {
        Object.assign(this, { name, page, server, checker, html: "", status: 0 });
    }

    static async arrive(name, browser, server, checker, runsScripts = false) {
        const context = await browser.newContext({ javaScriptEnabled: runsScripts, baseURL: server.address });
        const page = await context.newPage();
        page.setDefaultTimeout(TIMEOUT_MS);
        return new Person(name, page, server, checker);
    }

    /** Somebody of the demonstration, signed in. */
    static async signedIn(name, key, browser, server, checker) {
        const person = await Person.arrive(name, browser, server, checker);
        await person.signIn(server.account(key));
        return person;
    }

    /** Waits for what an action leads to, keeps its HTML and checks it. */
    async arriveBy(action) {
        const answer = this.page.waitForResponse(
            (response) =>
                response.request().isNavigationRequest() && ![301, 302, 303, 307].includes(response.status()),
        );
        const [response] = await Promise.all([answer, action()]).catch(async (error) => {
            const shown = await this.main.innerText().catch(() => "nothing");
            throw new Error(`${this.name} is stuck on ${this.path}: ${error.message}\n${shown}`);
        });
        this.status = response.status();
        this.html = await response.text();
        await this.page.waitForLoadState("load");
        // The page of a locked account is 429; other errors are no page of their own.
        const isPage = (this.status === 200 || this.path === "/sign-in/locked") && response.request().method() === "GET";
        if (isPage) this.checker.routes.opened(this.path);
        await this.checker.check(this.html, `${this.status} ${this.path}`);
    }

    get path() {
        return new URL(this.page.url()).pathname;
    }

    open(path) {
        return this.arriveBy(() => this.page.goto(path));
    }

    /** Opens a page that was checked before and differs only in what is left to do. */
    async openAgain(path) {
        await this.page.goto(path);
    }

    press(name) {
        return this.arriveBy(() => this.main.getByRole("button", { name, exact: true }).first().click());
    }

    follow(name) {
        return this.arriveBy(() => this.main.getByRole("link", { name }).first().click());
    }

    get main() {
        return this.page.locator("main");
    }

    heading() {
        return this.page.locator("h1").innerText();
    }

    expect(holds, words) {
        this.checker.results.expect(holds, `${this.name} on ${this.path}: ${words}`);
    }

    async sees(text, where = this.main) {
        const shown = await where.innerText();
        this.checker.results.expect(
            shown.includes(text),
            `${this.name} does not see "${text}" on ${this.path}; there is: ${shown.slice(0, 600)}`,
        );
    }

    /** Types and chooses what the fields of the page are given; other fields stay as they are. */
    async fill(fields) {
        for (const [name, value] of Object.entries(fields)) {
            if (value !== undefined && value !== null) await this.fillOne(name, value);
        }
    }

    async fillOne(name, value) {
        if (typeof value === "object" && !Array.isArray(value)) {
            for (const part of ["day", "month", "year"]) {
                await this.main.locator(`[name="${name}-${part}"]`).fill(String(value[part]));
            }
            return;
        }
        const input = this.main.locator(`[name="${name}"]`);
        const kind = await input.first().evaluate((node) => node.type);
        if (kind === "radio" || kind === "checkbox") {
            for (const one of [value].flat()) {
                await this.main.locator(`[name="${name}"][value="${one}"]`).check();
            }
        } else if (kind === "select-one") {
            await input.first().selectOption(value);
        } else {
            const text = [value].flat()[0];
            if (text.length >= SECRET_MIN) this.server.secrets.add(text);
            await input.first().fill(text);
        }
    }

    /** Sends a file from the page of an upload. */
    async upload(path, name, content) {
        await this.openAgain(path);
        const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
        await this.main.locator('[name="file"]').setInputFiles(file);
        await this.press("Upload file");
    }

    /** Passes the code page of an e-mailed link. */
    async enterByLink(mail, address) {
        const isCode = (one) => /is your code/.test(one.subject);
        this.server.secrets.add(linkIn(mail).split("/").at(-1));
        await this.open(linkIn(mail));
        const code = await this.server.newMail(address, isCode, () => this.press("Send me a code"));
        await this.fill({ code: codeIn(code) });
        await this.press("Continue");
    }

    async signIn(account, next = "/sign-in") {
        await this.open(next);
        await this.fill({ email: account.email, password: account.password });
        await this.press("Sign in");
        if (this.path === "/sign-in/code") await this.enterCode(account);
    }

    /** Enters the code of the account's authenticator app. */
    async enterCode(account) {
        await this.fill({ code: await nextCode(account) });
        await this.press("Continue");
    }
}
