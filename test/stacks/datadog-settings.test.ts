import assert from "node:assert/strict";
import { settingsOf } from "../../bench/other-settings.ts";
import { faults, ready } from "../support/settings.ts";
import { agentImage } from "../support/with-datadog.ts";

describe("the settings of Datadog", () => {
    const site = (of: string, image = of === "" ? "" : agentImage) =>
        JSON.stringify({
            ...{ site: of, externalId: "", notify: "", locations: ["aws:eu-central-1"] },
            agentImage: image,
        });
    const keys = { "airworthy:datadogApiKey": "a".repeat(32), "airworthy:datadogAppKey": "b".repeat(40) };
    const secret = ["airworthy:datadogApiKey", "airworthy:datadogAppKey"];

    it("are a site with both keys, awake at night or asleep, or nothing", () => {
        const on = { ...keys, "airworthy:datadog": site("datadoghq.eu") };
        assert.match(ready["airworthy:sleep"]!, /"asleep"/);
        const awake = { "airworthy:sleep": ready["airworthy:sleep"]!.replace("asleep", "awake") };
        for (const one of [on, { ...on, ...awake }]) assert.deepEqual(faults(one, secret), []);
        const half = [
            { ...on, "airworthy:datadogAppKey": "" },
            { ...on, "airworthy:datadog": site("") },
        ];
        for (const one of half)
            assert.match(
                faults(one, secret).join(),
                /^Pulumi\.staging\.yaml: datadog\.site is .*; use one of /,
            );
        assert.match(
            faults({ ...on, "airworthy:datadog": site("datadog.com") }, secret).join(),
            /datadog\.site is datadog\.com; use one of datadoghq\.com/,
        );
    });

    it("name the agent by its digest, and tell how to find it: nothing ships one", () => {
        const on = (image: string) =>
            faults({ ...keys, "airworthy:datadog": site("datadoghq.eu", image) }, secret);
        const copied = agentImage.replace(
            "public.ecr.aws",
            "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
        );
        for (const good of [agentImage, copied]) assert.deepEqual(on(good), []);
        const bad = ["", "public.ecr.aws/datadog/agent:7", "public.ecr.aws/datadog/agent", `${agentImage}0`];
        for (const one of bad) {
            const [fault, ...others] = on(one);
            assert.match(
                fault!,
                /datadog\.agentImage is .*; use .*imagetools inspect public\.ecr\.aws\/datadog\/agent:7 /,
            );
            assert.deepEqual(others, []);
        }
    });

    it("hold keys as secrets only, and repeat none", () => {
        const on = { ...keys, "airworthy:datadog": site("datadoghq.eu") };
        const found = faults(on, []);
        assert.deepEqual(
            found.map((fault) => fault.split(" is ")[0]),
            secret.map((key) => `Pulumi.staging.yaml: ${key.split(":")[1]}`),
        );
        assert.doesNotMatch(found.join(), /aaaa|bbbb/);
    });

    it("ship off, with the same places in both stack files", () => {
        for (const stack of ["staging", "production"])
            assert.deepEqual(settingsOf(stack)["airworthy:datadog"], {
                ...{ site: "", externalId: "", notify: "", agentImage: "" },
                locations: ["aws:eu-central-1"],
            });
    });
});
