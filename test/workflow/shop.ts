import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import path from "node:path";
import { makeCertificates, privateFolder, removeFolder } from "../../scripts/lib/local-server.ts";
import { readWorkflow } from "../../workflow/read.ts";
import type { Target } from "../../workflow/way.ts";
import { HOUSE } from "../support/house.ts";

/** The name on the shop's certificate: not that of the machine on which it is dialled. */
export const NAME = "shop.test";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Asked {
    request: string;
    host?: string;
    name: unknown;
    connection: number;
    agent?: string;
    test?: string | string[];
}

/** A shop over HTTPS that keeps the shipped workflow, until a test plants another handler for a request. */
export interface Shop {
    port: number;
    target: Target;
    caFile: string;
    /** By method and path; of "GET /orders/…" the id is left out. */
    planted: Map<string, Handler>;
    /** What was asked: method, path, Host, the name in TLS, the number of the connection, and the tests' header. */
    asked: Asked[];
    /** Of the orders that came in. */
    keys: unknown[];
    stop(): Promise<void>;
}

/** The workflow that the house ships. */
export const shipped = () =>
    readWorkflow(readFileSync(path.join(HOUSE, "workflow.yaml"), "utf8"), "workflow.yaml");

/** The steps that a run of it takes. */
export const shippedSteps = () => [...shipped().steps, ...(shipped().always ?? [])];

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
    return (_, response) => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
}

export async function openShop(): Promise<Shop> {
    const folder = privateFolder();
    const { ca: caFile, cert, key } = await makeCertificates(folder, `DNS:${NAME}`);
    const sockets: Socket[] = [];
    const [planted, asked, keys] = [new Map<string, Handler>(), [] as Shop["asked"], [] as unknown[]];
    const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
        const { method, url = "", headers, socket } = request;
        const name = (socket as TLSSocket & { servername?: unknown }).servername;
        const connection = sockets.findIndex((one) => one.remotePort === socket.remotePort);
        const { host, "user-agent": agent, "x-release-test": test } = headers;
        asked.push({ request: `${method} ${url}`, host, name, connection, agent, test });
        const handler = planted.get(`${method} ${url.replace(/^(\/orders\/).*/, "$1")}`) ?? keep;
        request.resume().on("end", () => handler(request, response));
    });
    const keep: Handler = (request, response) => {
        const { method, url = "", headers } = request;
        if (url === "/readyz") return answer(200, "ready")(request, response);
        if (url === "/ledger")
            return answer(200, { balanced: true, orders: 1, totalCents: 1 })(request, response);
        if (method === "POST" && url === "/orders") {
            keys.push(headers["idempotency-key"]);
            return answer(201, { id: `order/${keys.length}`, totalCents: 2500 })(request, response);
        }
        if (url.startsWith("/orders/")) {
            const id = decodeURIComponent(url.slice("/orders/".length));
            return answer(200, { id, totalCents: 2500, status: "shipped" })(request, response);
        }
        if (url !== "/session") return answer(404, {})(request, response);
        if (method === "POST")
            return answer(
                201,
                {},
                { "set-cookie": "session=s3cr3t-of-the-session; Path=/; Secure; HttpOnly" },
            )(request, response);
        const isIn = headers.cookie === "session=s3cr3t-of-the-session";
        return answer(isIn ? 200 : 401, isIn ? { orders: 1 } : {})(request, response);
    };
    server.on("connection", (socket: Socket) => sockets.push(socket.on("error", () => undefined)));
    server.on("tlsClientError", () => undefined);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const ca = readFileSync(caFile, "utf8");
    const stop = async () => {
        for (const socket of sockets) socket.destroy();
        server.close();
        await once(server, "close");
        removeFolder(folder);
    };
    const target = { url: `https://127.0.0.1:${port}`, serverName: NAME, ca };
    return { port, target, caFile, planted, asked, keys, stop };
}
