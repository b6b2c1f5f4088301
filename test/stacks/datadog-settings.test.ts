import assert from "node:assert/strict";
import { settingsOf } from "../../bench/other-settings.ts";
import { faults, ready } from "../support/settings.ts";

describe("the settings of Datadog", () => {
    const site = (of: string) =>
        JSON.stringify({ site: of, externalId: "", notify: "", locations: ["aws:eu-central-1"] });
    const keys = { "airworthy:datadogApiKey": "a".repeat(32), "airworthy:datadogAppKey": "b".repeat(40) };
    const secret = ["airworthy:datadogApiKey", "airworthy:datadogAppKey"];
    const awake = { "airworthy:sleep": ready["airworthy:sleep"]!.replace("asleep", "awake") };

    it("are a site with both keys, in an environment that is awake, or nothing", () => {
        const on = { ...awake, ...keys, "airworthy:datadog": site("datadoghq.eu") };
        assert.deepEqual(faults(on, secret), []);
        const half = [
            { ...on, "airworthy:datadogAppKey": "" },
            { ...on, "airworthy:datadog": site("") },
            { ...on, ...{ "airworthy:sleep": ready["airworthy:sleep"]! } },
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

    it("hold keys as secrets only, and repeat none", () => {
        const on = { ...awake, ...keys, "airworthy:datadog": site("datadoghq.eu") };
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
                ...{ site: "", externalId: "", notify: "" },
                locations: ["aws:eu-central-1"],
            });
    });
});
