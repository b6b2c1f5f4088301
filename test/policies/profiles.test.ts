import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { tokenOf, UNKNOWN, type Node } from "../../policies/graph.ts";
import { profilesOf } from "../../policies/profiles.ts";
import { judge } from "../../policies/rule.ts";
import logs from "../../policies/rules/guard/logs-as-promised.ts";
import turnedOn from "../../policies/rules/guard/profiles-turned-on.ts";
import records from "../../policies/rules/guard/records-expire.ts";
import type { ResourceClass } from "../../policies/graph.ts";

const node = (type: ResourceClass, name: string, props: Node["props"]): Node => ({
    ...{ type: tokenOf(type), urn: `urn:${name}`, name, props },
    ...{ opts: { protect: false, ignoreChanges: [] }, propertyDependencies: {} },
});
const outcomes = (rule: typeof logs, nodes: Node[]) => judge(rule, nodes).map(({ outcome }) => outcome);

describe("the tag compliance", () => {
    it("is read where a resource has it itself, and else where the provider puts it on everything", () => {
        const of = (props: Node["props"]) => profilesOf(node(aws.s3.Bucket, "one", props));
        assert.deepEqual(of({ tags: { compliance: "soc2" }, tagsAll: { compliance: "gdpr" } }), ["soc2"]);
        assert.deepEqual(of({ tagsAll: { compliance: "gdpr pciDss" } }), ["gdpr", "pciDss"]);
        assert.deepEqual(of({ tags: { compliance: "hipaa+soc2" } }), ["hipaa", "soc2"]);
        assert.deepEqual(of({ tags: { compliance: "iso27001" } }), []);
        assert.deepEqual(of({}), []);
    });

    it("holds a log to its days, on both sides of them, and lets the end to another rule", () => {
        const group = (retentionInDays: unknown, compliance?: unknown) => [
            node(aws.cloudwatch.LogGroup, "logs", { retentionInDays, tagsAll: { compliance } }),
        ];
        for (const profile of ["soc2", "hipaa", "pciDss"]) {
            assert.deepEqual(outcomes(logs, group(364, profile)), ["fail"]);
            assert.deepEqual(outcomes(logs, group(365, profile)), ["pass"]);
        }
        assert.deepEqual(outcomes(logs, group(30, "gdpr")), ["pass"]);
        assert.deepEqual(outcomes(logs, group(30)), ["pass"]);
        assert.deepEqual(outcomes(logs, group(0, "pciDss")), ["pass"]);
        assert.deepEqual(outcomes(logs, group("many", "pciDss")), ["fail"]);
        assert.deepEqual(outcomes(logs, group(365, UNKNOWN)), ["cannot tell"]);
    });

    const writtenBy = (service: string) => [
        { Effect: "Allow", Principal: { Service: service }, Action: "s3:PutObject", Resource: "*" },
    ];
    const once = {
        ...{ Effect: "Deny", Principal: "*", Action: "s3:PutObject" },
        ...{ Resource: "arn:aws:s3:::b/restore-proofs/*" },
        Condition: { Null: { "s3:if-none-match": "true" } },
    };
    const bucket = (Statement: unknown[], days: number | undefined, tag: string, prefix = "") => [
        node(aws.s3.Bucket, "b", { bucket: "b", tags: { compliance: tag } }),
        node(aws.s3.BucketPolicy, "p", { bucket: "b", policy: JSON.stringify({ Statement }) }),
        node(aws.s3.BucketLifecycleConfiguration, "l", {
            bucket: "b",
            rules: [{ status: "Enabled", filter: { prefix }, ...(days && { expiration: { days } }) }],
        }),
    ];

    it("holds the audit log and evidence to six years under HIPAA, and access logs to one", () => {
        for (const record of [writtenBy("cloudtrail.amazonaws.com"), [once]]) {
            assert.deepEqual(outcomes(records, bucket(record, 2191, "gdpr hipaa")), ["fail"]);
            assert.deepEqual(outcomes(records, bucket(record, 2192, "gdpr hipaa")), ["pass"]);
            assert.deepEqual(outcomes(records, bucket(record, 365, "pciDss")), ["pass"]);
        }
        for (const service of [
            "logdelivery.elasticloadbalancing.amazonaws.com",
            "delivery.logs.amazonaws.com",
        ]) {
            assert.deepEqual(outcomes(records, bucket(writtenBy(service), 364, "hipaa")), ["fail"]);
            assert.deepEqual(outcomes(records, bucket(writtenBy(service), 365, "hipaa")), ["pass"]);
        }
    });

    it("or none: what AWS writes down has an end all the same, in all of the bucket; what users keep has none", () => {
        const logged = writtenBy("delivery.logs.amazonaws.com");
        assert.deepEqual(outcomes(records, bucket(logged, undefined, "")), ["fail"]);
        assert.deepEqual(outcomes(records, bucket(logged, 30, "", "old/")), ["fail"]);
        assert.deepEqual(outcomes(records, bucket(logged, 30, "")), ["pass"]);
        assert.deepEqual(outcomes(records, bucket([], undefined, "hipaa")), ["pass"]);
        // Without any lifecycle it is another rule's.
        assert.deepEqual(outcomes(records, bucket(logged, 30, "").slice(0, 2)), ["pass"]);
    });

    it("asks of an account for Security Hub, PCI DSS for its own standard, and all but the GDPR for a search for holes", () => {
        const standard = (name: string) =>
            node(aws.securityhub.StandardsSubscription, name, {
                standardsArn: `arn:aws:securityhub:eu-central-1::standards/${name}`,
            });
        const search = node(aws.inspector2.Enabler, "search", { resourceTypes: ["ECR", "LAMBDA"] });
        const hub = node(aws.securityhub.Account, "hub", {});
        const account = (compliance: string, ...others: Node[]) =>
            outcomes(turnedOn, [node(aws.cloudtrail.Trail, "audit", { tags: { compliance } }), ...others]);
        const [best, pci, old] = [
            "aws-foundational-security-best-practices/v/1.0.0",
            "pci-dss/v/4.0.1",
            "pci-dss/v/3.2.1",
        ].map(standard);
        assert.deepEqual(account(""), ["pass"]);
        assert.deepEqual(account("gdpr"), ["fail"]);
        assert.deepEqual(account("gdpr", hub), ["pass"]);
        assert.deepEqual(account("gdpr", hub, best!), ["pass"]);
        assert.deepEqual(account("soc2", hub, best!), ["fail"]);
        assert.deepEqual(account("soc2", hub, best!, search), ["pass"]);
        assert.deepEqual(account("pciDss", hub, best!, search), ["fail"]);
        assert.deepEqual(account("pciDss", hub, old!, search), ["fail"]);
        assert.deepEqual(account("pciDss", hub, pci!, search), ["pass"]);
        assert.deepEqual(account("pciDss", hub, pci!), ["fail"]);
    });
});
