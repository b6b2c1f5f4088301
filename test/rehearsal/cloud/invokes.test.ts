import assert from "node:assert/strict";

import { makeCloud } from "../../../rehearsal/cloud/cloud.ts";
import { scanPackages } from "../../../rehearsal/cloud/packages.ts";

const packages = new Map([...scanPackages(process.cwd())].map(([name, one]) => [name, one.folder]));
const cloud = makeCloud(packages, { region: "eu-west-1" });

describe("functions of the simulated cloud", () => {
    it("says where it is and who asks", () => {
        assert.equal(cloud.invoke("aws:index/getRegion:getRegion", {}).name, "eu-west-1");
        assert.equal(
            cloud.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}).accountId,
            "123456789012",
        );
        const zones = cloud.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {
            state: "available",
        });
        assert.deepEqual(zones.names, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
        assert.deepEqual(zones.zoneIds, ["euw1-az1", "euw1-az2", "euw1-az3"]);
    });

    it("asks in the account that the provider names, and makes resources in it", () => {
        const named = makeCloud(packages, { region: "eu-west-1", account: "111122223333" });
        const caller = named.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
        assert.deepEqual(
            [caller.accountId, caller.arn],
            ["111122223333", "arn:aws:iam::111122223333:user/rehearsal"],
        );
        const type = "aws:sns/topic:Topic";
        const { state } = named.create(type, `urn:pulumi:dev::shop::${type}::a`, { name: "a" }, false);
        assert.equal(state.arn, "arn:aws:sns:eu-west-1:111122223333:a");
    });

    it("renders a policy document as the AWS provider does", () => {
        const { json } = cloud.invoke("aws:iam/getPolicyDocument:getPolicyDocument", {
            statements: [
                {
                    sid: "1",
                    actions: ["s3:GetBucketLocation", "s3:ListAllMyBuckets"],
                    resources: ["arn:aws:s3:::*"],
                },
                {
                    actions: ["sts:AssumeRole"],
                    principals: [{ type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] }],
                    conditions: [
                        {
                            test: "StringLike",
                            variable: "s3:prefix",
                            values: ["", "home/", "home/&{aws:username}/"],
                        },
                    ],
                },
            ],
        });
        assert.equal(
            json,
            `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "1",
      "Effect": "Allow",
      "Action": [
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation"
      ],
      "Resource": "arn:aws:s3:::*"
    },
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {
        "Service": "ecs-tasks.amazonaws.com"
      },
      "Condition": {
        "StringLike": {
          "s3:prefix": [
            "",
            "home/",
            "home/\${aws:username}/"
          ]
        }
      }
    }
  ]
}`,
        );
    });

    it("writes everyone as a star, and lets an override take the place of a statement with its Sid", () => {
        const token = "aws:iam/getPolicyDocument:getPolicyDocument";
        const everyone = [{ type: "*", identifiers: ["*"] }];
        const source = cloud.invoke(token, {
            statements: [{ sid: "a", actions: ["s3:*"], resources: ["*"], principals: everyone }],
        });
        const { minifiedJson } = cloud.invoke(token, {
            sourcePolicyDocuments: [source.json as string],
            overridePolicyDocuments: ['{"Statement":[{"Sid":"b","Effect":"Deny"}]}'],
            statements: [{ sid: "b", actions: ["ec2:*"] }],
        });
        assert.equal(
            minifiedJson,
            '{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"},' +
                '{"Sid":"b","Effect":"Deny"}]}',
        );
    });

    it("gives the networks that exist one subnet a zone, the same ones by id", () => {
        const vpc = cloud.invoke("aws:ec2/getVpc:getVpc", { default: true });
        const { ids } = cloud.invoke("aws:ec2/getSubnets:getSubnets", {
            filters: [{ name: "vpc-id", values: [vpc.id as string] }],
        });
        assert.equal((ids as string[]).length, 3);
        const second = cloud.invoke("aws:ec2/getSubnet:getSubnet", { id: (ids as string[])[1] as string });
        assert.equal(second.id, (ids as string[])[1]);
    });

    it("knows CloudFront's managed policies by name", () => {
        const policy = cloud.invoke("aws:cloudfront/getCachePolicy:getCachePolicy", {
            name: "Managed-CachingDisabled",
        });
        assert.equal(policy.id, "4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    });

    it("answers a function that it knows only by its types, and says that it made the answer up", () => {
        const token = "aws:dynamodb/getTable:getTable";
        assert.equal(cloud.madeUp.includes(token), false);
        const table = cloud.invoke(token, { name: "orders" });
        assert.deepEqual(
            [table.name, typeof table.arn, typeof table.readCapacity],
            ["orders", "string", "number"],
        );
        assert.equal(cloud.madeUp.includes(token), true);
    });

    it("refuses a function that no installed package has, by name", () => {
        assert.throws(
            () => cloud.invoke("acme:index/getThing:getThing", {}),
            /cannot answer acme:index\/getThing:getThing: no package/,
        );
    });

    it("has public subnets, and only those, in the VPC that every account has", () => {
        const { id: vpc } = cloud.invoke("aws:ec2/getVpc:getVpc", { default: true });
        const filters = [{ name: "vpc-id", values: [vpc as string] }];
        const { ids } = cloud.invoke("aws:ec2/getSubnets:getSubnets", { filters });
        const subnets = (ids as string[]).map((id) => cloud.invoke("aws:ec2/getSubnet:getSubnet", { id }));
        assert.equal(subnets.length, 3);
        assert.deepEqual(
            subnets.map((subnet) => [subnet.vpcId, subnet.mapPublicIpOnLaunch]),
            subnets.map(() => [vpc, true]),
        );
        const other = cloud.invoke("aws:ec2/getSubnet:getSubnet", { vpcId: "vpc-0123456789abcdef0" });
        assert.equal(other.mapPublicIpOnLaunch, false);
    });

    it("answers AWS's own parameters with images, as text or as the JSON that describes one", () => {
        const valueOf = (name: string) =>
            String(cloud.invoke("aws:ssm/getParameter:getParameter", { name }).value);
        const ecs = "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended";
        const { image_id: image } = JSON.parse(valueOf(ecs)) as { image_id?: string };
        assert.match(image ?? "", /^ami-0[0-9a-f]{16}$/);
        assert.match(valueOf(`${ecs}/image_id`), /^ami-0[0-9a-f]{16}$/);
        const linux = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
        assert.match(valueOf(linux), /^ami-0[0-9a-f]{16}$/);
        assert.equal(valueOf("/shop/setting"), "made-up-value");
    });

    it("reads a Kubernetes manifest as its plugin does, document by document", () => {
        const text = "kind: Pod\n---\n---\nkind: List\nitems: [{ kind: Service }, { kind: Secret }]\n";
        const { result } = cloud.invoke("kubernetes:yaml:decode", { text });
        assert.deepEqual(result, [{ kind: "Pod" }, { kind: "Service" }, { kind: "Secret" }]);
        assert.throws(() => cloud.invoke("kubernetes:yaml:decode", { text: "a: [" }), /not valid YAML/);
    });

    it("refuses a function that only the plugin of an installed package can answer", () => {
        assert.throws(() => cloud.invoke("random:helm:template", {}), /only the plugin of "random" can/);
    });
});
