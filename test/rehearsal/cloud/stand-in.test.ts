import assert from "node:assert/strict";

import { standIn } from "../../../rehearsal/cloud/stand-in.ts";

const text = (name: string) => String(standIn(name, { kind: "string" }, "urn:web", "/none"));

describe("made-up outputs", () => {
    it("have the form that their names promise: an address is a number, a host is a name", () => {
        for (const name of ["ip", "ipAddress", "publicIp", "privateIpAddress", "ipv4Address"])
            assert.match(text(name), /^10\.\d+\.\d+\.10$/, name);
        assert.match(text("ipv6Address"), /^2001:db8::[0-9a-f]{4}$/);
        for (const name of ["dnsName", "hostname", "address", "endpoint"])
            assert.match(text(name), /^[0-9a-f]{12}\.made-up\.example$/, name);
        assert.match(text("membership"), /^made-up-/);
    });
});
