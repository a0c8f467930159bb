// Shows pages that somebody else has received, from an address of its own, with the styles and
// pictures of the service that they come from. A browser keeps what it gets from here, axe too.

import axe from "axe-core";
import { createServer } from "node:http";

const FOR_GOOD = "public, max-age=31536000, immutable";
const AXE = "/axe.js";

export class Site {
    /** Pages as they were received, until they are shown. */
    pages = new Map();
    shown = 0;
    files = new Map([[AXE, { type: "text/javascript; charset=utf-8", kept: FOR_GOOD, body: axe.source }]]);

    constructor(service) {
        this.service = service;
        this.server = createServer((request, response) => {
            this.answer(request.url).then(
                ({ type, kept, status = 200, body }) => {
                    response.writeHead(status, { "content-type": type, "cache-control": kept }).end(body);
                },
                (error) => response.writeHead(502).end(error.message),
            );
        });
    }

    /** For the pages of the service at this address. */
    static async open(service) {
        const site = new Site(service);
        await new Promise((done) => site.server.listen(0, "127.0.0.1", done));
        site.address = `http://localhost:${site.server.address().port}`;
        // Nobody has to close it.
        site.server.unref();
        return site;
    }

    /** Where a browser finds axe. */
    get axe() {
        return this.address + AXE;
    }

    /** Where a browser finds this page, once. */
    show(html) {
        this.shown += 1;
        const path = `/checked/${this.shown}`;
        this.pages.set(path, html);
        return this.address + path;
    }

    async answer(path) {
        const html = this.pages.get(path);
        if (html !== undefined) {
            this.pages.delete(path);
            return { type: "text/html; charset=utf-8", kept: "no-store", body: html };
        }
        return this.files.get(path) ?? (await this.fetched(path));
    }

    async fetched(path) {
        const answer = await fetch(this.service + path, { redirect: "manual" });
        const kept = answer.headers.get("cache-control") ?? "no-store";
        const type = answer.headers.get("content-type") ?? "application/octet-stream";
        const file = { type, kept, status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
        if (kept.includes("immutable")) this.files.set(path, file);
        return file;
    }
}
