import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Sent {
    traceId: string;
    spanId: string;
    parentSpanId?: string;
    name: string;
    kind: number;
    status: { code?: number };
    attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

/** A span as OpenTelemetry's protocol has it, its attributes by their names. */
export interface Span extends Omit<Sent, "attributes"> {
    attributes: Record<string, string | number | undefined>;
    resource: Record<string, string | number | undefined>;
}

/** Takes traces as a collector does, in the JSON of OTLP/HTTP. */
export interface Collector {
    endpoint: string;
    spans: Span[];
    /** Everything that was sent, as it was sent. */
    sent: string[];
    stop(): Promise<void>;
}

const named = (attributes: Sent["attributes"]) =>
    Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

/** Answers at once, or never. */
export async function startCollector(answers = true): Promise<Collector> {
    const server = createServer((request, response) => {
        void text(request).then((body) => {
            one.sent.push(`${request.url} ${body}`);
            type Resources = { resource: Pick<Sent, "attributes">; scopeSpans: { spans: Sent[] }[] }[];
            const { resourceSpans } = JSON.parse(body) as { resourceSpans: Resources };
            for (const { resource, scopeSpans } of resourceSpans)
                for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
                    const attributes = named(span.attributes);
                    one.spans.push({ ...span, attributes, resource: named(resource.attributes) });
                }
            if (answers) response.end("{}");
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const stop = async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    };
    const one: Collector = { endpoint: `http://127.0.0.1:${port}`, spans: [], sent: [], stop };
    return one;
}
