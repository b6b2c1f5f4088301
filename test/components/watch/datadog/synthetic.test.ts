import assert from "node:assert/strict";
import { syntheticOf, testArgsOf, type Workflow } from "../../../../components/watch/datadog/synthetic.ts";
import { throughClient } from "../../../support/datadog-client.ts";

const looked = {
    ...{ url: "https://shop.example.com/", locations: ["aws:eu-central-1"], everyMinutes: 1 },
    ...{ prefix: "shop-live", notify: "@slack-ops", accountId: "123456789012" },
};
const order: Workflow["steps"][number] = {
    ...{
        name: "place an order",
        method: "POST",
        path: "/orders",
        body: { note: "a {{random}} one", count: 2 },
    },
    capture: { orderId: { json: "$.id" } },
    expect: {
        status: 201,
        headers: { "Set-Cookie": { present: true } },
        json: { "$.lines[1].cents": { equals: 250 }, "$.state": { oneOf: ["new", "paid"] } },
        maxMilliseconds: 2000,
    },
};
const read: Workflow["steps"][number] = {
    ...{ name: "read it", method: "GET", path: "/orders/{{orderId}}", withinSeconds: 9 },
    expect: { status: 200, json: { "$.id": { equals: "{{orderId}}" }, "$.gone": { present: false } } },
};
const of = (...steps: Workflow["steps"]) => syntheticOf({ name: "An order", steps }, looked);
const changed = (step: Workflow["steps"][number], more: object) => ({ ...step, ...more });

describe("the look from outside by Datadog", () => {
    it("takes the steps of the workflow, each with what the ones before have told, and a cookie", () => {
        const [first, second] = of(order, read).config.steps;
        assert.equal(first!.request.url, "https://shop.example.com/orders");
        assert.equal(first!.request.body, '{"note":"a {{ RANDOM }} one","count":2}');
        assert.deepEqual(
            first!.extractedValues!.map(({ name }) => name),
            ["ORDER_ID", "COOKIE_1"],
        );
        assert.equal(second!.request.url, "https://shop.example.com/orders/{{ ORDER_ID }}");
        assert.deepEqual(second!.request.headers, {
            "user-agent": "airworthy-workflow",
            cookie: "{{ COOKIE_1 }}",
        });
        assert.deepEqual(second!.retry, { count: 3, interval: 3000 });
    });

    it("expects the same of each answer, a number as a number", () => {
        const [first, second] = of(order, read).config.steps;
        assert.deepEqual(
            first!.assertions.map((one) => ("target" in one ? one.target : "none")),
            [
                201,
                "[\\s\\S]*",
                {
                    jsonSchema: JSON.stringify({
                        ...{ type: "object" },
                        properties: {
                            lines: {
                                ...{ type: "array" },
                                items: [
                                    {},
                                    {
                                        type: "object",
                                        properties: { cents: { const: 250 } },
                                        required: ["cents"],
                                    },
                                ],
                                minItems: 2,
                            },
                        },
                        required: ["lines"],
                    }),
                    metaSchema: "draft-07",
                },
                {
                    jsonSchema: JSON.stringify({
                        ...{
                            type: "object",
                            properties: { state: { enum: ["new", "paid"] } },
                            required: ["state"],
                        },
                    }),
                    metaSchema: "draft-07",
                },
                2001,
            ],
        );
        assert.deepEqual(second!.assertions.slice(1, 2), [
            {
                ...{ type: "body", operator: "validatesJSONPath" },
                target: { jsonPath: "$.id", operator: "is", targetValue: "{{ ORDER_ID }}" },
            },
        ]);
    });

    it("is what Datadog's own client reads and writes unchanged, and a slip of the pen is found", () => {
        const test = of(order, read);
        const { back, strange } = throughClient(test, "SyntheticsAPITest");
        assert.deepEqual([strange, back], [[], test]);
        const slip = structuredClone(test);
        Object.assign(slip.config.steps[0]!.request, { methd: "POST" });
        assert.notDeepEqual(throughClient(slip, "SyntheticsAPITest").strange, []);
        const other = structuredClone(test);
        Object.assign(other.config.steps[1]!.assertions[0]!, { operator: "equals" });
        assert.notDeepEqual(throughClient(other, "SyntheticsAPITest").strange, []);
    });

    it("looks in the hours of an environment that sleeps only, from when it has waked up; Datadog's client takes that", () => {
        const at = (sleepsAt: number) => {
            const awake = { timezone: "Europe/Berlin", wakesAt: 7, sleepsAt };
            return syntheticOf({ name: "An order", steps: [order] }, { ...looked, awake });
        };
        const days = (to: string) => [1, 2, 3, 4, 5].map((day) => ({ day, from: "08:00", to }));
        const scheduling = { timeframes: days("20:00"), timezone: "Europe/Berlin" };
        assert.deepEqual(at(20).options.scheduling, scheduling);
        assert.deepEqual(at(24).options.scheduling!.timeframes, days("23:59"));
        assert.deepEqual(testArgsOf(at(20)).optionsList, {
            ...{ tickEvery: 60, minFailureDuration: 60, minLocationFailed: 1, scheduling },
        });
        assert.deepEqual(throughClient(at(20), "SyntheticsAPITest"), { strange: [], back: at(20) });
        const slip = structuredClone(at(20));
        Object.assign(slip.options.scheduling!, { zone: "UTC" });
        assert.notDeepEqual(throughClient(slip, "SyntheticsAPITest").strange, []);
    });

    it("is handed to Pulumi whole: each step with its request, what it expects and what it captures", () => {
        const { apiSteps, optionsList } = testArgsOf(of(order, read));
        const [first, second] = apiSteps as unknown as Record<string, unknown[]>[];
        assert.deepEqual([first!.assertions!.length, second!.assertions!.length], [5, 3]);
        assert.deepEqual(first!.assertions![4], {
            type: "responseTime",
            operator: "lessThan",
            target: "2001",
        });
        assert.deepEqual(optionsList, { tickEvery: 60, minFailureDuration: 60, minLocationFailed: 1 });
    });

    it("refuses by name what Datadog can't hold, and says what to use", () => {
        const refused: [Workflow["steps"], RegExp][] = [
            [
                [changed(read, { withinSeconds: 30, path: "/", expect: { status: 200 } })],
                /"read it" waits 30 s, .*; use withinSeconds of at most 15\./,
            ],
            [Array.from({ length: 11 }, () => order), /there are 11 steps, .* at most 10; use fewer/],
            [
                [changed(order, { capture: { id: { json: "$.id" } } })],
                /captures id, .* use another name of three letters/,
            ],
            [
                [order, changed(order, { body: { id: "{{orderId}}" } })],
                /sends \{\{orderId\}\} as a whole value/,
            ],
            [[changed(order, { body: "x".repeat(60_000) })], /has a body of more than 50 kilobytes/],
            [
                [
                    order,
                    changed(read, {
                        expect: { status: 200, json: { "$.id": { oneOf: ["{{orderId}}", "x"] } } },
                    }),
                ],
                /expects of \$\.id one of several values/,
            ],
        ];
        for (const [steps, message] of refused) assert.throws(() => of(...steps), message);
    });
});
