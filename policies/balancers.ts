import * as aws from "@pulumi/aws";

// The provider has each class under two names; only the type in a URN tells them apart.
export const balancers = [aws.lb.LoadBalancer, aws.alb.LoadBalancer] as (typeof aws.lb.LoadBalancer)[];
export const listeners = [aws.lb.Listener, aws.alb.Listener] as (typeof aws.lb.Listener)[];
export const listenerRules = [aws.lb.ListenerRule, aws.alb.ListenerRule] as (typeof aws.lb.ListenerRule)[];
