import { request } from "node:http";

interface Answer {
    id: string;
    text: string;
}

/**
 * Asks Lambda for events and gives it the answers, one after the other, for as long as it has any (Developer Guide, "Using
 * the Lambda runtime API for custom runtimes"): in an image of our own nobody else does.
 */
export async function serve(handler: (event: unknown) => Promise<object>, api: string): Promise<never> {
    if (api === "")
        throw new Error("AWS_LAMBDA_RUNTIME_API is not set; run this as a function of AWS Lambda.");
    const invocation = `http://${api}/2018-06-01/runtime/invocation`;
    for (;;) {
        const { id, text } = await ask("GET", `${invocation}/next`);
        try {
            const answer = await handler(JSON.parse(text));
            await ask("POST", `${invocation}/${id}/response`, answer);
        } catch (error) {
            const { name: errorType, message: errorMessage } = error as Error;
            console.error(JSON.stringify({ level: "ERROR", errorType, message: errorMessage }));
            await ask("POST", `${invocation}/${id}/error`, { errorType, errorMessage });
        }
    }
}

/** Without any limit of time, which `fetch` has: between two events the function stands still, for hours maybe. */
function ask(method: string, url: string, body?: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
        const asked = request(url, { method }, (answer) => {
            let text = "";
            answer.setEncoding("utf8").on("data", (part: string) => (text += part));
            const id = String(answer.headers["lambda-runtime-aws-request-id"] ?? "");
            answer.once("end", () => resolve({ id, text })).once("error", reject);
        });
        asked.once("error", reject);
        asked.end(body && JSON.stringify(body));
    });
}
