import assert from "node:assert/strict";
import proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import { fromStruct, toStruct } from "../../../rehearsal/engine/wire.ts";
import { levelName, levelsOf, readPackConfig, type PackConfig } from "../../../rehearsal/policy/levels.ts";
import type { Properties } from "../../../rehearsal/values.ts";

const { ADVISORY, MANDATORY, DISABLED, REMEDIATE } = proto.EnforcementLevel;
const { POLICY_TYPE_RESOURCE, POLICY_TYPE_STACK } = proto.PolicyType;

const NEEDS_TEAM = new proto.PolicyConfigSchema()
    .setRequiredList(["team"])
    .setProperties(toStruct({ team: { type: "string" }, days: { type: "number", default: 7 } }));

/** A pack of two policies: "tags" on resources, which takes settings, and "whole" on the stack. */
function packInfo(initial: Record<string, [proto.EnforcementLevel, Properties]> = {}): proto.AnalyzerInfo {
    const info = new proto.AnalyzerInfo().setPoliciesList([
        new proto.PolicyInfo()
            .setName("tags")
            .setEnforcementlevel(MANDATORY)
            .setPolicyType(POLICY_TYPE_RESOURCE)
            .setConfigschema(NEEDS_TEAM),
        new proto.PolicyInfo()
            .setName("whole")
            .setEnforcementlevel(ADVISORY)
            .setPolicyType(POLICY_TYPE_STACK),
    ]);
    for (const [name, [level, settings]] of Object.entries(initial)) {
        const config = new proto.PolicyConfig().setEnforcementlevel(level).setProperties(toStruct(settings));
        info.getInitialconfigMap().set(name, config);
    }
    return info;
}

function configured(config: PackConfig, info = packInfo()) {
    const levels = levelsOf(info, config, "/pack");
    const of = (name: string) => {
        const found = levels.request.getPolicyconfigMap().get(name);
        return [found?.getEnforcementlevel(), fromStruct(found?.getProperties())];
    };
    return { ...levels, tags: of("tags"), whole: of("whole") };
}

describe("a policy's level", () => {
    const team = { team: "core" };

    it("is the pack's own unless someone says otherwise, with the defaults of its settings", () => {
        const { tags, whole, judgesResources, remediates } = configured({ tags: team });
        assert.deepEqual(tags, [MANDATORY, { team: "core", days: 7 }]);
        assert.deepEqual(whole, [ADVISORY, {}]);
        assert.deepEqual([judgesResources, remediates], [true, false]);
    });

    it("is what the pack was started with, then what all get, then its own, the nearest winning", () => {
        const info = packInfo({ tags: [ADVISORY, { team: "pack", days: 1 }], whole: [DISABLED, {}] });
        assert.deepEqual(configured({}, info).tags, [ADVISORY, { team: "pack", days: 1 }]);
        assert.deepEqual(configured({}, info).whole[0], DISABLED);
        assert.deepEqual(configured({ all: "mandatory" }, info).whole[0], MANDATORY);
        const own = configured({ all: "disabled", tags: { enforcementLevel: "remediate", days: 9 } }, info);
        assert.deepEqual(own.tags, [REMEDIATE, { team: "pack", days: 9 }]);
        assert.deepEqual(own.whole[0], DISABLED);
        assert.equal(own.remediates, true);
    });

    it("disabled for every policy on resources spares the pack the resources", () => {
        assert.equal(configured({ tags: "disabled" }).judgesResources, false);
    });

    it("refuses to leave out a setting that is required, but of a disabled policy", () => {
        assert.throws(() => configured({}), /The policy "tags" in \/pack needs the setting "team"/);
        assert.equal(configured({ tags: "disabled" }).tags[0], DISABLED);
    });

    it("refuses to configure a policy that is not there, and says which are", () => {
        assert.throws(
            () => configured({ tgas: "advisory" }),
            /\/pack has no policy "tgas"; it has tags, whole\./,
        );
    });

    it("of a violation that a remediation left is mandatory, as in the engine", () => {
        assert.deepEqual([REMEDIATE, MANDATORY, ADVISORY].map(levelName), [
            "mandatory",
            "mandatory",
            "advisory",
        ]);
    });
});

describe("a pack's configuration file", () => {
    it("takes a level, or settings with or without one", () => {
        const content = { all: "advisory", tags: { team: "core" }, whole: { enforcementLevel: "disabled" } };
        assert.deepEqual(readPackConfig("pack.json", content), content);
    });

    for (const [what, content, expected] of [
        [
            "a level that there is not",
            { tags: "strict" },
            /pack\.json: tags is not .*"advisory", "mandatory"/,
        ],
        ["a wrong level beside settings", { tags: { enforcementLevel: 1 } }, /pack\.json: tags/],
        ["a list", [1], /pack\.json: /],
    ] as const) {
        it(`refuses ${what} and says what to use`, () => {
            assert.throws(() => readPackConfig("pack.json", content), expected);
        });
    }
});
