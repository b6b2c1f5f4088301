import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import { criteria } from "../../policies/criteria.ts";
import { rules } from "../../policies/rules/index.ts";
import { toStruct } from "../../rehearsal/engine/wire.ts";
import { launchPack } from "../../rehearsal/policy/launch.ts";
import { connectPack, type Pack } from "../../rehearsal/policy/pack.ts";
import { UNKNOWN, type Properties } from "../../rehearsal/values.ts";

const folder = path.resolve(import.meta.dirname, "../../policies");
const database = "aws:rds/instance:Instance";
const keyUrn = "urn:pulumi:test::test::aws:kms/key:Key::key";
const mandatory = proto.EnforcementLevel.MANDATORY;

describe("the policy pack, run by Pulumi's own pack runner", () => {
    let pack: Pack;
    let printed = "";

    before(async function () {
        this.timeout(300_000);
        const launched = launchPack({
            folder,
            stack: { name: "test", config: {}, secretKeys: [], notices: [] },
            environment: process.env,
            onOutput: (text) => (printed += text),
        });
        pack = await connectPack(launched, { config: {} });
    });
    after(() => pack.close());

    const urnOf = (type: string) => `urn:pulumi:test::test::${type}::one`;
    const asked = async (type: string, props: Properties) => {
        const request = new proto.AnalyzeRequest().setType(type).setUrn(urnOf(type)).setName("one");
        request.setProperties(toStruct(props)).setOptions(new proto.AnalyzerResourceOptions());
        const answer = await pack.analyze(request);
        return new Map(answer.getDiagnosticsList().map((one) => [one.getPolicyname(), one]));
    };
    const resource = (type: string, props: Properties, urn = urnOf(type)) =>
        new proto.AnalyzerResource()
            .setType(type)
            .setUrn(urn)
            .setName("one")
            .setProperties(toStruct(props))
            .setOptions(new proto.AnalyzerResourceOptions());
    const askedOfStack = (...resources: proto.AnalyzerResource[]) =>
        pack.analyzeStack(new proto.AnalyzeStackRequest().setResourcesList(resources));

    it("has every rule as a mandatory policy that tells the fix and the criterion", () => {
        const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
        assert.equal(pack.info.getName(), "airworthy");
        assert.equal(pack.info.getVersion(), version);
        const policies = pack.info.getPoliciesList();
        assert.deepEqual(
            policies.map((policy) => policy.getName()),
            rules.map(({ id }) => id),
        );
        for (const [index, rule] of rules.entries()) {
            const policy = policies[index]!;
            assert.equal(policy.getEnforcementlevel(), mandatory);
            assert.equal(policy.getDescription(), rule.says);
            assert.equal(policy.getRemediationSteps(), rule.fix);
            assert.equal(policy.getFramework()?.getReference(), rule.criterion);
            const text = criteria.find(({ id }) => id === rule.criterion)?.text;
            assert.equal(policy.getFramework()?.getSpecification(), text);
        }
        assert.equal(printed, "");
    });

    it("refuses 3 days of backups before the database is made, and says what to use", async () => {
        const fault = (await asked(database, { backupRetentionPeriod: 3 })).get("postgres-backups");
        assert.match(fault?.getMessage() ?? "", /Keeps 3 days of backups\.\nFix: .* 7 or more/);
        assert.equal(fault?.getEnforcementlevel(), mandatory);
        assert.equal((await asked(database, { backupRetentionPeriod: 7 })).has("postgres-backups"), false);
    });

    it("refuses what a preview does not tell, at the same level", async () => {
        const fault = (await asked(database, { backupRetentionPeriod: UNKNOWN })).get("postgres-backups");
        assert.match(fault?.getMessage() ?? "", /backupRetentionPeriod is not known yet/);
        assert.equal(fault?.getEnforcementlevel(), mandatory);
    });

    it("decides an unknown reference by the resource that it comes from", async () => {
        const key = resource("aws:kms/key:Key", { arn: UNKNOWN }, keyUrn);
        const db = () => resource(database, { storageEncrypted: true, kmsKeyId: UNKNOWN });
        const about = (answer: proto.AnalyzeResponse) =>
            answer.getDiagnosticsList().filter((one) => one.getPolicyname() === "postgres-encrypted");
        const [lost] = about(await askedOfStack(key, db()));
        assert.match(lost?.getMessage() ?? "", /kmsKeyId is not known yet/);
        assert.equal(lost?.getUrn(), urnOf(database));
        const linked = db();
        const links = new proto.AnalyzerPropertyDependencies().setUrnsList([keyUrn]);
        linked.getPropertydependenciesMap().set("kmsKeyId", links);
        assert.deepEqual(about(await askedOfStack(key, linked)), []);
    });

    it("says of the stack what it lacks: a budget, an audit log, and a key in the place of either", async () => {
        const stack = resource("pulumi:pulumi:Stack", {});
        const key = resource("aws:iam/accessKey:AccessKey", { user: "deployer" });
        const told = (await askedOfStack(stack, key, resource(database, {}))).getDiagnosticsList();
        const ofStack = told.filter((one) => one.getUrn() === urnOf("pulumi:pulumi:Stack"));
        assert.deepEqual(ofStack.map((one) => one.getPolicyname()).sort(), [
            ...["account-guarded", "budget-whole", "no-lasting-keys"],
        ]);
        assert.deepEqual((await askedOfStack(stack)).getDiagnosticsList(), []);
    });

    it("says which rules have nothing to look at in a stack", async () => {
        const answer = await askedOfStack(resource("aws:ec2/eip:Eip", {}));
        assert.deepEqual(answer.getDiagnosticsList(), []);
        const idle = answer.getNotApplicableList().map((one) => [one.getPolicyName(), one.getReason()]);
        assert.deepEqual(
            idle.map(([name]) => name),
            rules.filter(({ level }) => level === "stack").map(({ id }) => id),
        );
        // Of a rule about one type the SDK says it in its own words.
        const ofMany = rules.filter(({ match }) => match.length > 1).map(({ id }) => id);
        const said = idle.filter(([name]) => ofMany.includes(name!));
        assert.ok(said.length > 0);
        for (const [name, reason] of said) assert.match(reason!, /^This stack has no aws:/, name);
    });
});
