import assert from "node:assert/strict";
import { uncovered } from "../../../rehearsal/limits/none-known.ts";

const slice = [
    "ec2/vpc:Vpc ec2/subnet:Subnet ec2/routeTable:RouteTable ec2/route:Route ec2/internetGateway:InternetGateway",
    "ec2/routeTableAssociation:RouteTableAssociation ec2/natGateway:NatGateway ec2/eip:Eip ec2/vpcEndpoint:VpcEndpoint",
    "ec2/flowLog:FlowLog ec2/securityGroup:SecurityGroup vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "vpc/securityGroupEgressRule:SecurityGroupEgressRule kms/key:Key kms/alias:Alias secretsmanager/secret:Secret",
    "secretsmanager/secretVersion:SecretVersion rds/instance:Instance rds/parameterGroup:ParameterGroup",
    "rds/subnetGroup:SubnetGroup ecs/cluster:Cluster ecs/service:Service ecs/taskDefinition:TaskDefinition",
    "ecs/clusterCapacityProviders:ClusterCapacityProviders lb/loadBalancer:LoadBalancer lb/targetGroup:TargetGroup",
    "lb/listener:Listener lb/listenerRule:ListenerRule s3/bucket:Bucket s3/bucketVersioning:BucketVersioning",
    "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration s3/bucketPolicy:BucketPolicy",
    "s3/bucketOwnershipControls:BucketOwnershipControls iam/role:Role iam/rolePolicy:RolePolicy iam/policy:Policy",
    "iam/rolePolicyAttachment:RolePolicyAttachment cloudwatch/logGroup:LogGroup appautoscaling/target:Target",
    "appautoscaling/policy:Policy sns/topic:Topic sns/topicSubscription:TopicSubscription sns/topicPolicy:TopicPolicy",
    "budgets/budget:Budget cloudwatch/metricAlarm:MetricAlarm",
].flatMap((line) => line.split(" ").map((type) => `aws:${type}`));

describe("the types with no known limit", () => {
    it("cover, with the rows, every type of the first slice", () => {
        assert.deepEqual(uncovered([...slice, "random:index/randomPassword:RandomPassword"]), []);
    });

    it("cover what one account can have only once", () => {
        assert.deepEqual(uncovered(["aws:guardduty/detector:Detector"]), []);
    });

    it("name each type once that has neither a row nor a reason", () => {
        const unheard = "aws:new/thing:Thing";
        assert.deepEqual(uncovered([unheard, "aws:kms/key:Key", unheard]), [unheard]);
        assert.deepEqual(uncovered(["constructor"]), ["constructor"]);
    });

    it("leave out providers", () => {
        assert.deepEqual(uncovered(["pulumi:providers:aws"]), []);
    });
});
