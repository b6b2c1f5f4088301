import { randomBytes } from "node:crypto";
import { tracingChannel } from "node:diagnostics_channel";
import { setTimeout as wait } from "node:timers/promises";
import {
    context,
    createContextKey,
    ROOT_CONTEXT,
    SpanKind,
    SpanStatusCode,
    trace,
    TraceFlags,
} from "@opentelemetry/api";
import type { Attributes, Context, Span } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { detectResources, envDetector } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

// The library reads OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES and OTEL_TRACES_SAMPLER itself.
// What it can't send within 2 s is lost, and nobody waits for it. Its instrumentations of `pg` and of AWS's SDK hook into
// packages as they are loaded, and in a bundle none is: so here are the few places by hand.
const isTold = Boolean(process.env.OTEL_EXPORTER_OTLP_ENDPOINT);
const provider = new NodeTracerProvider({
    resource: detectResources({ detectors: [envDetector] }),
    spanProcessors: isTold ? [new BatchSpanProcessor(new OTLPTraceExporter({ timeoutMillis: 2_000 }))] : [],
});
provider.register();
const tracer = trace.getTracer("example");

type Kind = keyof typeof SpanKind;
type Work<T> = (span: Span) => Promise<T>;

/** A part of a trace, for as long as the work lasts; that it failed, but not what the error says. */
function traced<T>(
    name: string,
    kind: Kind,
    attributes: Attributes,
    from: Context,
    work: Work<T>,
): Promise<T> {
    return tracer.startActiveSpan(name, { kind: SpanKind[kind], attributes }, from, async (span) => {
        try {
            return await work(span);
        } catch (error) {
            span.setStatus({ code: SpanStatusCode.ERROR });
            throw error;
        } finally {
            span.end();
        }
    });
}

/** A part of what is under way; what nobody asked for begins no trace. */
function within<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
    return trace.getActiveSpan() ? traced(name, "CLIENT", attributes, context.active(), work) : work();
}

const CORRELATION_ID = createContextKey("correlation id");

/** What a log line says of the request that it belongs to, and of its trace: both are left out where there is none. */
export function ids(): { correlationId?: string; traceId?: string } {
    const correlationId = context.active().getValue(CORRELATION_ID) as string | undefined;
    const traceId = isTold ? trace.getActiveSpan()?.spanContext().traceId : undefined;
    return {
        ...(correlationId !== undefined && { correlationId }),
        ...(traceId !== undefined && { traceId }),
    };
}

interface Asked {
    correlationId: string;
    method: string | undefined;
    /** Of the route, without what a client put into it. */
    path: string | undefined;
}

/** A request, until it has its answer. Its trace goes on from what the load balancer calls it. */
export function served<T extends { status: number }>(
    { correlationId, method = "", path }: Asked,
    header: string | string[] | undefined,
    work: () => Promise<T>,
): Promise<T & { traceId?: string }> {
    const route = path === undefined ? {} : { "http.route": path, "url.path": path };
    // By this name images/collector has X-Ray find it.
    const attributes = { "http.request.method": method, ...route, correlation_id: correlationId };
    const from = after(header).setValue(CORRELATION_ID, correlationId);
    return traced(`${method} ${path ?? ""}`.trim(), "SERVER", attributes, from, async (span) => {
        const answer = await work();
        span.setAttribute("http.response.status_code", answer.status);
        if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        return { ...answer, ...ids() };
    });
}

/** A job that went wrong has no result: it comes again. */
export function worked<T>(header: string | undefined, work: () => Promise<T>): Promise<T> {
    return traced("job", "CONSUMER", {}, after(header), async (span) => {
        const done = await work();
        if (done === undefined) span.setStatus({ code: SpanStatusCode.ERROR });
        return done;
    });
}

/** A statement, which has placeholders where values are. */
export function queried<T>(statement: string, work: () => Promise<T>): Promise<T> {
    const verb = /^\s*(\w+)/.exec(statement)?.[1] ?? "query";
    return within(verb, { "db.system": "postgresql", "db.query.text": statement }, work);
}

export function called<T>(service: string, work: () => Promise<T>): Promise<T> {
    return within(service, { "rpc.system": "aws-api", "rpc.service": service }, work);
}

/** What a message takes along, so that its job is a part of the trace (AWS X-Ray Developer Guide, "Amazon SQS and X-Ray"). */
export function carried() {
    const { traceId, spanId } = trace.getActiveSpan()?.spanContext() ?? {};
    if (traceId === undefined) return {};
    const StringValue = `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`;
    return { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue } } };
}

/** Where a trace goes on that AWS began: the load balancer says its `Root` alone. */
function after(header: string | string[] | undefined): Context {
    const text = String(header);
    const [, time, rest] = /\bRoot=1-([0-9a-f]{8})-([0-9a-f]{24})\b/.exec(text) ?? [];
    if (time === undefined || rest === undefined) return ROOT_CONTEXT;
    const spanId = /\bParent=([0-9a-f]{16})\b/.exec(text)?.[1] ?? randomBytes(8).toString("hex");
    const traceFlags = TraceFlags.SAMPLED;
    return trace.setSpanContext(ROOT_CONTEXT, {
        traceId: `${time}${rest}`,
        spanId,
        traceFlags,
        isRemote: true,
    });
}

// The cache's client says by itself what it does. Of a command only its name counts: keys lead to sessions.
type Command = { command: string; error?: unknown };
const commands = new WeakMap<object, Span>();
const ended = (one: Command) => {
    const span = commands.get(one);
    if (one.error !== undefined) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
};
const begun = (one: Command) => {
    if (!trace.getActiveSpan()) return;
    const attributes = { "db.system": "redis", "db.operation.name": one.command };
    commands.set(one, tracer.startSpan(one.command, { kind: SpanKind.CLIENT, attributes }));
};
const ignored = () => undefined;
tracingChannel<unknown, Command>("node-redis:command").subscribe({
    ...{ start: begun, asyncEnd: ended, end: ignored, asyncStart: ignored, error: ignored },
});

/** Sends what is left, for 2 s at the longest. */
export async function end(): Promise<void> {
    await Promise.race([provider.shutdown().catch(ignored), wait(2_000, undefined, { ref: false })]);
}
