import * as aws from "@pulumi/aws";
import type { Container } from "./containers.ts";
import { inEvery, inJson, leaveOutWidgets } from "./edits.ts";
import { tokenOf, type Node } from "./graph.ts";
import { allowedBy, isForAnyone } from "./iam.ts";
import { referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { inContainer, toldOf } from "./tasks.ts";
import { listOf, numberOf } from "./values.ts";

/** What takes numbers out of users' browsers. */
export interface Monitor {
    /** As metrics call it. */
    name: string;
    /** As pages call it, once that is known. */
    id: string | undefined;
    node: Node;
    /** The names of sites whose pages may send. */
    domains: string[];
    /** The share of page loads that are measured. */
    sampleRate: number;
    /** Whether a browser that never signed in may send. */
    isOpen: boolean;
}

/** RUM's default (API reference, CreateAppMonitor). */
const usual = 0.1;

const TYPE = "AWS::RUM::AppMonitor";

/** Whether it is one, made by the Cloud Control API. */
export function isMonitor({ props }: Node<any>): boolean {
    return props.typeName === TYPE;
}

/** The alarms that name one: by what it is called, and before that is known by what it is. */
export function alarmsNaming(node: Node<any>, stack: Stack): Node<any>[] {
    const { name } = byState(node);
    return (stack.all(aws.cloudwatch.MetricAlarm) as Node<any>[]).filter((alarm) =>
        ["metricQueries", "dimensions"].some((property) => {
            const { texts, links } = referenceOf(alarm, property);
            return texts.includes(name) || links.some(({ urn }) => urn === node.urn);
        }),
    );
}

/** The monitors of CloudWatch RUM in a stack: of the provider's own type, or made by the Cloud Control API. */
function monitorsIn(stack: Stack): Monitor[] {
    const made = stack.all(aws.cloudcontrol.Resource).filter(({ props }) => props.typeName === TYPE);
    return [...made.map(byState), ...stack.all(aws.rum.AppMonitor).map(byProps)];
}

function byState(node: Node<any>): Monitor {
    const { Name, Domain, DomainList, AppMonitorConfiguration, ResourcePolicy } = JSON.parse(
        node.props.desiredState as string,
    );
    const [properties = "{}"] = referenceOf(node, "properties").texts;
    const allowed = allowedBy(ResourcePolicy?.PolicyDocument);
    const { SessionSampleRate = usual, IdentityPoolId } = AppMonitorConfiguration ?? {};
    return {
        ...{ name: Name, id: JSON.parse(properties).Id, node },
        domains: [...listOf(Domain), ...listOf(DomainList)],
        sampleRate: numberOf(SessionSampleRate),
        isOpen: Boolean(IdentityPoolId) || allowed.some(isOfBrowsers),
    };
}

function byProps(node: Node<any>): Monitor {
    const { name, appMonitorConfiguration, domain, domainLists } = node.props;
    const { sessionSampleRate = usual, identityPoolId } = appMonitorConfiguration ?? {};
    return {
        ...{ name, id: referenceOf(node, "appMonitorId").texts[0], node },
        domains: [...listOf(domain), ...listOf(domainLists)] as string[],
        sampleRate: numberOf(sessionSampleRate),
        isOpen: Boolean(identityPoolId),
    };
}

/** The one whose id a container is told, by its text or by a parameter of this stack. */
export function monitorTold(container: Container, stack: Stack): Monitor | undefined {
    const from = container.secrets?.find(({ name }) => name === VARIABLE)?.valueFrom;
    const parameters = stack.all(aws.ssm.Parameter).filter(({ props }) => {
        return from === props.name || from?.endsWith(`:parameter${String(props.name)}`);
    });
    const kept = parameters.flatMap((one) => ["value", "insecureValue"].map((way) => referenceOf(one, way)));
    const texts = [toldOf(container, VARIABLE) ?? [], kept.map((one) => one.texts)].flat(2);
    const urns = kept.flatMap(({ links }) => links.map(({ urn }) => urn));
    return monitorsIn(stack).find(
        ({ id, node }) => urns.includes(node.urn) || (id !== undefined && texts.includes(id)),
    );
}
const VARIABLE = "RUM_APP_MONITOR_ID";

function isOfBrowsers(statement: ReturnType<typeof allowedBy>[number]): boolean {
    const isToSend = listOf(statement.Action).some((one) => /^(rum:)?(\*|PutRumEvents)$/i.test(one));
    return isToSend && statement.Principal !== undefined && isForAnyone(statement);
}

/** Edits the monitors of a stack that the Cloud Control API makes. */
export function inMonitor(edit: (monitor: any) => void): Edit {
    return inEvery(aws.cloudcontrol.Resource, inJson("desiredState", edit));
}

type Named = NonNullable<Container["secrets"]>[number];

/** Edits how a container is told the monitor's id. */
export function inMonitorTold(edit: (one: Named) => Named[]): Edit {
    return inContainer((app) => {
        app.secrets = (app.secrets as Named[]).flatMap((one) => (one.name === VARIABLE ? edit(one) : one));
    });
}

/** Has a dashboard show something else of users' browsers. */
export const unseen: Edit = ({ props, propertyDependencies: links }) => {
    const { dashboardBody = [] } = links;
    links.dashboardBody = dashboardBody.filter(({ type }) => type !== tokenOf(aws.cloudcontrol.Resource));
    leaveOutWidgets(props, '"AWS/RUM","WebVitals');
};

/** Whether a monitor takes what pages under this name send; "*." stands for what is before a name. */
export function takes({ domains }: Monitor, host: string): boolean {
    return domains.some((one) => one === host || (one.startsWith("*.") && host.endsWith(one.slice(1))));
}

/** Whether pages under a Content-Security-Policy may send to a host by script. */
export function maySendTo(policy: string, host: string): boolean {
    const directives = policy.split(";").map((one) => one.trim().split(/\s+/));
    const of = (name: string) => directives.find(([own = ""]) => own.toLowerCase() === name);
    const [, ...sources] = of("connect-src") ?? of("default-src") ?? ["", "*"];
    return sources.some((one) => {
        const [, name = ""] = /^(?:https:\/\/)?([^/:]+)\/?$/i.exec(one) ?? [];
        const isAround = name.startsWith("*.") && host.endsWith(name.slice(1));
        return one === "*" || one.toLowerCase() === "https:" || name === host || isAround;
    });
}
