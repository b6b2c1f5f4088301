import assert from "node:assert/strict";
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { main } from "../../scripts/alarm-drill.ts";
import type { DrillEvidence } from "../../scripts/lib/alarm-drill/evidence.ts";
import type { World } from "../../scripts/lib/world.ts";
import { awsFor, type Aws } from "../support/aws.ts";
import { ACCOUNT, REGION, TestEnvironment } from "../support/environment.ts";

const regionOf = (way: string) => (way === "edge" ? "us-east-1" : REGION);
const nameOf = (way: string) => `shop-live-${way === "edge" ? "alerts" : way}`;
const topicArn = (way: string) => `arn:aws:sns:${regionOf(way)}:${ACCOUNT}:${nameOf(way)}`;
const PAGER = "https://events.pager.example/integration/4f3c2b1a/enqueue";

describe("npm run alarm-drill", () => {
    let aws: Aws;
    let shop: TestEnvironment;
    const alarms = (region = REGION) => new CloudWatchClient({ region });
    const topics = (region = REGION) => new SNSClient({ region });
    const s3 = () => new S3Client({ region: REGION });
    before(async function () {
        aws = await awsFor(this);
    });
    after(() => aws?.stop());
    beforeEach(async () => {
        await aws.reset();
        shop = new TestEnvironment();
        says();
        const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
        await s3().send(new CreateBucketCommand({ Bucket: "shop-live-proofs", CreateBucketConfiguration }));
        for (const way of ["alerts", "pages", "edge"]) {
            await topics(regionOf(way)).send(new CreateTopicCommand({ Name: nameOf(way) }));
            // moto has no composite alarms to be made; a state is set on either alike.
            const watched = { Namespace: "Drill", MetricName: "None", Threshold: 0, EvaluationPeriods: 1 };
            const rings = {
                ComparisonOperator: "GreaterThanThreshold",
                Period: 60,
                Statistic: "Sum",
            } as const;
            const AlarmName = `shop-live-drill-${way}`;
            const made = new PutMetricAlarmCommand({ AlarmName, ...watched, ...rings });
            await alarms(regionOf(way)).send(made);
            await listens(way, "email", "oncall@acme.dev");
        }
    });
    afterEach(() => shop.remove());

    /** Of an environment in the edge's own region, or of another one. */
    const says = (edge = topicArn("alerts")) =>
        shop.outputs({
            ...{ alertsTopicArn: topicArn("alerts"), pageTopicArn: topicArn("pages") },
            edgeTopicArn: edge,
        });

    const listens = (way: string, Protocol: string, Endpoint: string) =>
        topics(regionOf(way)).send(new SubscribeCommand({ TopicArn: topicArn(way), Protocol, Endpoint }));
    const stateOf = async (way: string) => {
        const AlarmNames = [`shop-live-drill-${way}`];
        const asked = new DescribeAlarmsCommand({ AlarmNames });
        const { MetricAlarms: [alarm] = [] } = await alarms(regionOf(way)).send(asked);
        return { state: alarm?.StateValue, reason: alarm?.StateReason ?? "" };
    };
    /** Types what has arrived by the way that is asked for. */
    const attentive = (typed: (code: string, question: string) => string = (code) => code): World => ({
        ...shop.world,
        ask: async (question) => {
            shop.lines.push(question);
            const way = /, (alerts|pages|edge)\)/.exec(question)?.[1];
            if (!way) return "shop-live";
            const { state, reason } = await stateOf(way);
            assert.equal(state, "ALARM");
            return typed(/Code (\d{6})/.exec(reason)![1]!, question);
        },
    });
    const rings = () => aws.asked.filter((one) => one.endsWith("SetAlarmState")).length;
    const kept = async (): Promise<DrillEvidence[]> => {
        const Bucket = "shop-live-proofs";
        const { Contents = [] } = await s3().send(
            new ListObjectsV2Command({ Bucket, Prefix: "alarm-drills/" }),
        );
        const read = async (Key = "") => {
            const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key }));
            return JSON.parse(await Body!.transformToString()) as DrillEvidence;
        };
        return Promise.all(Contents.map(({ Key }) => read(Key)));
    };

    it("sends an alarm by every way, is content when each code was typed, and keeps that, dated", async () => {
        await listens("pages", "https", PAGER);
        assert.equal(await main([], attentive()), 0, shop.said);
        const [evidence, ...others] = await kept();
        assert.deepEqual(others, []);
        const { environment, routes, begunAt, by } = evidence!;
        assert.equal(environment, "shop-live");
        assert.ok(Date.now() - Date.parse(begunAt) < 60_000);
        assert.match(by, /^arn:aws:sts::123456789012:/);
        const told = routes
            .map(({ way, protocol, to, outcome }) => [way, protocol, to, outcome].join(" "))
            .sort();
        assert.deepEqual(told, [
            "alerts email oncall@acme.dev arrived",
            "pages email oncall@acme.dev arrived",
            "pages https events.pager.example arrived",
        ]);
        assert.match(shop.data.join("\n"), /Kept +s3:\/\/shop-live-proofs\/alarm-drills\/\d{4}-/);
    });

    it("sends one by the topic of the edge, too, in its own region, where that is another one", async () => {
        says(topicArn("edge"));
        assert.equal(await main([], attentive()), 0, shop.said);
        const [{ routes } = { routes: [] }] = await kept();
        const told = routes.map(({ way, topicArn: arn, outcome }) => [way, arn, outcome].join(" "));
        assert.ok(told.includes(`edge ${topicArn("edge")} arrived`), told.join("\n"));
        assert.equal(told.length, 3);
        assert.equal((await stateOf("edge")).state, "OK");
    });

    it("ends what it has begun, and says to whoever is woken that nothing is wrong", async () => {
        const reasons: string[] = [];
        const world = attentive((code) => code);
        const ask = async (question: string) => {
            const way = /, (alerts|pages)\)/.exec(question)?.[1];
            if (way) reasons.push((await stateOf(way)).reason);
            return world.ask(question);
        };
        await main([], { ...world, ask });
        assert.equal(reasons.length, 2);
        for (const reason of reasons)
            assert.match(reason, /^A DRILL, nothing is wrong\. Code \d{6}\. Sent by arn:/);
        for (const way of ["alerts", "pages"]) assert.equal((await stateOf(way)).state, "OK");
    });

    it("asks again for a code that is wrong, and fails where none came, naming the way and who waits there", async () => {
        const typed = (code: string, question: string) =>
            question.includes("alerts") ? "" : code === "000000" ? "1" : "000000";
        assert.equal(await main([], attentive(typed)), 1);
        assert.equal(shop.said.match(/that is not the code of this drill/g)?.length, 3);
        assert.match(shop.said, /oncall@acme\.dev did not get what was sent to alerts: look for it in spam/);
        const [evidence] = await kept();
        assert.deepEqual(
            evidence!.routes.map(({ outcome }) => outcome),
            ["not arrived", "not arrived"],
        );
        for (const way of ["alerts", "pages"]) assert.equal((await stateOf(way)).state, "OK");
    });

    it("names a subscription that nobody has confirmed, and how to confirm it, and shows no key", async () => {
        aws.standIns.push(({ action, query }) => {
            if (action !== "ListSubscriptionsByTopic" || !query.get("TopicArn")?.endsWith("pages"))
                return undefined;
            const member = (protocol: string, endpoint: string) =>
                `<member><Protocol>${protocol}</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>PendingConfirmation</SubscriptionArn></member>`;
            const members = member("email", "oncall@acme.dev") + member("https", PAGER);
            const result = `<ListSubscriptionsByTopicResult><Subscriptions>${members}</Subscriptions></ListSubscriptionsByTopicResult>`;
            return {
                headers: { "content-type": "text/xml" },
                body: `<ListSubscriptionsByTopicResponse>${result}</ListSubscriptionsByTopicResponse>`,
            };
        });
        assert.equal(await main([], attentive()), 1);
        assert.match(
            shop.said,
            /oncall@acme\.dev has not confirmed: open the mail .*aws sns subscribe --topic-arn \S+-pages --protocol email/,
        );
        assert.match(
            shop.said,
            /events\.pager\.example has not confirmed by itself: look at its integration/,
        );
        assert.doesNotMatch(shop.said + shop.data.join(), /4f3c2b1a/);
        const [evidence] = await kept();
        assert.deepEqual(evidence!.routes.map(({ outcome }) => outcome).sort(), [
            "arrived",
            "not confirmed",
            "not confirmed",
        ]);
        assert.equal(rings(), 3, "The alerts' alone: nobody could have heard the pages'.");
    });

    it("says that nobody listens, and that nobody is there to type", async () => {
        aws.standIns.push(({ action }) => {
            const result =
                "<ListSubscriptionsByTopicResult><Subscriptions/></ListSubscriptionsByTopicResult>";
            const body = `<ListSubscriptionsByTopicResponse>${result}</ListSubscriptionsByTopicResponse>`;
            return action === "ListSubscriptionsByTopic"
                ? { headers: { "content-type": "text/xml" }, body }
                : undefined;
        });
        assert.equal(await main(["--yes"], shop.world), 1);
        assert.match(
            shop.said,
            /Nobody listens to alerts: pulumi up --stack live subscribes airworthy:alertEmail/,
        );
        aws.standIns.length = 0;
        assert.equal(await main([], shop.world), 2);
        assert.match(shop.said, /Nobody is at a terminal to type shop-live/);
        assert.equal(rings(), 0);
    });
});
