import { paginateListSubscriptionsByTopic } from "@aws-sdk/client-sns";
import { asked, regionOf, type Cloud } from "../cloud.ts";

/** One of the ways that an alarm takes to people: a topic, and one who listens to it. */
export interface Route {
    /** "alerts", "pages" or "edge". */
    way: string;
    topicArn: string;
    protocol: string;
    /** As far as it is no key. */
    to: string;
    isConfirmed: boolean;
}

/** Everybody who listens to these topics, or was asked to. */
export async function routesOf(cloud: Cloud, topics: Record<string, string>): Promise<Route[]> {
    const routes: Route[] = [];
    for (const [way, TopicArn] of Object.entries(topics)) {
        const client = cloud.topics(regionOf(TopicArn));
        const read = async () => {
            for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
                { client },
                { TopicArn },
            ))
                for (const {
                    Protocol: protocol = "?",
                    Endpoint = "?",
                    SubscriptionArn = "",
                } of Subscriptions)
                    routes.push({
                        ...{ way, topicArn: TopicArn, protocol, to: shown(protocol, Endpoint) },
                        // "PendingConfirmation", or "Deleted".
                        isConfirmed: SubscriptionArn.startsWith("arn:"),
                    });
        };
        await asked("sns:ListSubscriptionsByTopic", read());
    }
    return routes;
}

/** The path of a service's address is its key, and a telephone number is a person's. */
function shown(protocol: string, endpoint: string): string {
    if (protocol.startsWith("http")) return URL.canParse(endpoint) ? new URL(endpoint).host : "an address";
    return protocol === "sms" ? `…${endpoint.slice(-3)}` : endpoint;
}

/** What to do about a way that leads nowhere yet. */
export function mending({ topicArn, protocol, to, isConfirmed }: Route): string | undefined {
    if (isConfirmed) return undefined;
    const again = `aws sns subscribe --topic-arn ${topicArn} --protocol ${protocol} --notification-endpoint`;
    if (protocol === "email")
        return `${to} has not confirmed: open the mail "AWS Notification - Subscription Confirmation" and follow its link. No mail (it ends after 2 days): ${again} ${to}`;
    return `${to} has not confirmed by itself: look at its integration for Amazon SNS, and then: ${again} <airworthy:pager>`;
}
