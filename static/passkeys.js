// Passkeys: gives the browser what the page asks, and posts its answer with the form
// (docs/adr/0015). Without this script the page says that passkeys need one.

const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");

const descriptors = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make(options) {
    const made = await navigator.credentials.create({
        publicKey: {
            ...options,
            challenge: bytes(options.challenge),
            user: { ...options.user, id: bytes(options.user.id) },
            excludeCredentials: descriptors(options.excludeCredentials),
        },
    });
    return answer(made, {
        attestationObject: text(made.response.attestationObject),
        clientDataJSON: text(made.response.clientDataJSON),
    });
}

async function use(options) {
    const signed = await navigator.credentials.get({
        publicKey: {
            ...options,
            challenge: bytes(options.challenge),
            allowCredentials: descriptors(options.allowCredentials),
        },
    });
    const { authenticatorData, clientDataJSON, signature, userHandle } = signed.response;
    return answer(signed, {
        authenticatorData: text(authenticatorData),
        clientDataJSON: text(clientDataJSON),
        signature: text(signature),
        userHandle: userHandle && text(userHandle),
    });
}

const answer = (credential, response) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
});

function prepare(form) {
    const { passkeyMake, passkeyUse } = form.dataset;
    const failed = document.querySelector("[data-passkey-failed]");
    const isBlank = () => [...form.querySelectorAll("input[type=text]")].some((input) => !input.value.trim());
    let isAsking = false;
    form.addEventListener("submit", async (event) => {
        // The service says what is missing before the device is asked for anything.
        if (isBlank()) return;
        event.preventDefault();
        if (isAsking) return;
        isAsking = true;
        failed.textContent = "";
        try {
            const given = await (passkeyMake ? make(JSON.parse(passkeyMake)) : use(JSON.parse(passkeyUse)));
            form.elements.namedItem("credential").value = JSON.stringify(given);
            form.submit();
        } catch {
            failed.textContent = failed.dataset.passkeyFailed;
            isAsking = false;
        }
    });
}

if (window.PublicKeyCredential) {
    document.querySelector("[data-passkey-missing]")?.remove();
    document.querySelectorAll("[data-passkey-part]").forEach((part) => (part.hidden = false));
    document.querySelectorAll("form[data-passkey-make], form[data-passkey-use]").forEach(prepare);
}
