import type { MachineFacts } from '../../contracts/prices.ts';

/** A type of a fleet. */
export interface WeightedMachine {
  readonly machine: MachineFacts;
  /** Units that one machine has. */
  readonly weight: number;
}

/** What a fleet request says. */
export interface FleetRequest {
  /** In the order of preference. */
  readonly types: readonly WeightedMachine[];
  readonly spotUnits: number;
  readonly onDemandUnits: number;
  readonly launchTemplate: string;
}

/**
 * The input of `aws ec2 create-fleet --cli-input-json`: spot machines of several types by price and
 * room, without a bid. A fleet of this kind is kept up until it is deleted.
 */
export function ec2FleetRequest({ types, spotUnits, onDemandUnits, launchTemplate }: FleetRequest) {
  return {
    Type: 'maintain',
    TargetCapacitySpecification: {
      TotalTargetCapacity: spotUnits + onDemandUnits,
      SpotTargetCapacity: spotUnits,
      OnDemandTargetCapacity: onDemandUnits,
      DefaultTargetCapacityType: 'spot',
    },
    SpotOptions: {
      AllocationStrategy: 'price-capacity-optimized',
      InstanceInterruptionBehavior: 'terminate',
    },
    OnDemandOptions: { AllocationStrategy: 'lowest-price' },
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: {
          LaunchTemplateName: launchTemplate,
          Version: '$Default',
        },
        Overrides: overrides(types),
      },
    ],
    TerminateInstancesWithExpiration: true,
    ReplaceUnhealthyInstances: true,
  };
}

/** The input of `aws ec2 request-spot-fleet --cli-input-json`, which AWS discourages. */
export function spotFleetRequest(request: FleetRequest & { readonly role: string }) {
  const { types, spotUnits, onDemandUnits, launchTemplate, role } = request;
  return {
    SpotFleetRequestConfig: {
      IamFleetRole: role,
      Type: 'maintain',
      AllocationStrategy: 'priceCapacityOptimized',
      TargetCapacity: spotUnits + onDemandUnits,
      OnDemandTargetCapacity: onDemandUnits,
      TerminateInstancesWithExpiration: true,
      LaunchTemplateConfigs: [
        {
          LaunchTemplateSpecification: {
            LaunchTemplateName: launchTemplate,
            Version: '$Default',
          },
          Overrides: overrides(types),
        },
      ],
    },
  };
}

function overrides(types: FleetRequest['types']) {
  return types.map(({ machine, weight }) => ({
    InstanceType: machine.type,
    WeightedCapacity: weight,
  }));
}
