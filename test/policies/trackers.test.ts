import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { judge } from "../../policies/rule.ts";
import rule from "../../policies/rules/watch/errors-tracked.ts";
import { node } from "../support/rules-verdict.ts";

const image = `acme/app@sha256:${"ab".repeat(32)}`;
const digest = image.split("@")[1]!;
const named = (variables: Record<string, string>) =>
    Object.entries(variables).map(([name, value]) => ({ name, value }));

function said(containers: object[], loadBalancers: object[] = [{ targetGroupArn: "arn:group" }]): string {
    const [verdict] = judge(rule, [
        node(aws.ecs.Service, "web", { loadBalancers, taskDefinition: "arn:task" }),
        node(aws.ecs.TaskDefinition, "task", {
            arn: "arn:task",
            containerDefinitions: JSON.stringify(containers),
        }),
    ]);
    assert.equal(verdict!.error, undefined);
    return `${verdict!.outcome}: ${verdict!.message.split("\n")[0]}`;
}
const secret = (name: string) => [{ name, valueFrom: "arn:aws:ssm:eu-west-1:1:parameter/it" }];
const sentry = {
    image,
    secrets: secret("SENTRY_DSN"),
    environment: named({ SENTRY_ENVIRONMENT: "shop", SENTRY_RELEASE: digest }),
};

describe("errors are tracked", () => {
    it("by Sentry, or by Datadog, in one of the containers of what users call", () => {
        assert.equal(said([sentry]), "pass: ");
        assert.equal(said([{ image: "beside:1" }, sentry]), "pass: ");
        const environment = named({ DD_ENV: "shop", DD_VERSION: digest });
        assert.equal(said([{ image, secrets: secret("DD_API_KEY"), environment }]), "pass: ");
        assert.equal(said([{ image }], []), "pass: ");
    });

    it("nowhere, where no container is given an address or a key for it, or an empty one", () => {
        for (const lacking of [
            { image },
            { ...sentry, secrets: [] },
            { ...sentry, secrets: [], environment: named({ SENTRY_DSN: "", SENTRY_RELEASE: digest }) },
        ])
            assert.match(said([lacking]), /^fail: No container of it is told where errors/);
        assert.match(said([]), /^fail: It has no container/);
    });

    it("by the environment, and by the version that runs: its digest, or the tag of what was built here", () => {
        const of = (variables: Record<string, string>, own = image) =>
            said([{ ...sentry, image: own, environment: named(variables) }]);
        assert.match(of({ SENTRY_RELEASE: digest }), /^fail: .*no SENTRY_ENVIRONMENT/);
        for (const SENTRY_RELEASE of ["", "1.0.0", `sha256:${"1".repeat(64)}`])
            assert.match(
                of({ SENTRY_ENVIRONMENT: "shop", SENTRY_RELEASE }),
                /SENTRY_RELEASE is not the image/,
            );
        assert.match(of({ SENTRY_ENVIRONMENT: "shop" }), /SENTRY_RELEASE is not the image/);
        assert.equal(
            of({ SENTRY_ENVIRONMENT: "shop", SENTRY_RELEASE: "0123abcd" }, "app:0123abcd"),
            "pass: ",
        );
    });
});
