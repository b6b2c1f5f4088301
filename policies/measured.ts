import * as aws from "@pulumi/aws";
import type { Container } from "./containers.ts";
import type { Node } from "./graph.ts";
import { maySendTo, monitorTold, takes, type Monitor } from "./monitors.ts";
import { referenceOf } from "./references.ts";
import type { Stack } from "./stack.ts";
import { toldOf } from "./tasks.ts";
import { listOf } from "./values.ts";
import { vitals } from "./vitals.ts";

const { Distribution, ResponseHeadersPolicy } = aws.cloudfront;

/** Why nobody learns what users of these containers feel; nothing where somebody does. */
export function whyUnmeasured(containers: Container[], stack: Stack): string | undefined {
    const [monitor] = containers.flatMap((one) => monitorTold(one, stack) ?? []);
    if (monitor === undefined)
        return "None of its containers is told, as RUM_APP_MONITOR_ID, the id of a monitor of this stack.";
    const { name, sampleRate, isOpen } = monitor;
    if (!(sampleRate > 0)) return `${name} measures none of the page loads.`;
    if (!isOpen) return `No browser may send to ${name}.`;
    if (!stack.all(Distribution).some((one) => takesFrom(monitor, one)))
        return `${name} takes nothing from one of the names that users call.`;
    return whyRefused(containers, stack) ?? whyUnseen(monitor, stack);
}

/** Stands for a name that AWS has yet to choose. */
const ANY = "d111111abcdef8.cloudfront.net";

/** By the names that it answers to; by its own, which AWS chooses, where it has no other. */
function takesFrom(monitor: Monitor, distribution: Node<any>): boolean {
    const names = listOf(distribution.props.aliases) as string[];
    if (names.length > 0) return names.every((host) => takes(monitor, host));
    const [own = ANY] = referenceOf(distribution, "domainName").texts;
    return takes(monitor, own);
}

/** Where the application says nothing else, the CDN says what a page may call. */
function whyRefused(containers: Container[], stack: Stack): string | undefined {
    const endpoint = containers.flatMap((one) => toldOf(one, "RUM_ENDPOINT") ?? [])[0];
    if (endpoint === undefined) return "None of its containers is told RUM_ENDPOINT, to hand to its pages.";
    const { hostname } = new URL(endpoint);
    const refusing = stack.all(ResponseHeadersPolicy).find(({ props }) => {
        const said = props.securityHeadersConfig?.contentSecurityPolicy?.contentSecurityPolicy;
        return said !== undefined && !maySendTo(said, hostname);
    });
    return refusing && `The Content-Security-Policy of ${refusing.name} lets no page send to ${hostname}.`;
}

/** By the text, once that is known; before, by the monitor that it is made of. */
function whyUnseen({ name, node }: Monitor, stack: Stack): string | undefined {
    const pages = stack.all(aws.cloudwatch.Dashboard).map((page) => referenceOf(page, "dashboardBody"));
    // That there is no page at all, or an empty one, is a fault of its own (incident-dashboard).
    const showing = pages.filter(({ texts, unknowns }) => unknowns > 0 || texts.join().includes('"metrics"'));
    const missing = vitals.find((vital) => {
        const row = JSON.stringify(["AWS/RUM", vital, "application_name", name]).slice(0, -1);
        return !showing.some(({ texts, unknowns, links }) => {
            return unknowns > 0 ? links.some(({ urn }) => urn === node.urn) : texts.join().includes(row);
        });
    });
    return showing.length > 0 && missing ? `No dashboard shows the ${missing} of ${name}.` : undefined;
}
