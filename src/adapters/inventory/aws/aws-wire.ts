import { z } from 'zod';

// Of what AWS answers, the fields that are used.

const nextToken = z.string().nullish();
const date = z.date().nullish();

export const volumesSchema = z.looseObject({
  Volumes: z
    .array(
      z.looseObject({
        ...{ VolumeId: z.string(), Size: z.number(), VolumeType: z.string().default('gp3') },
        State: z.string(),
      }),
    )
    .default([]),
  NextToken: nextToken,
});

export const instancesSchema = z.looseObject({
  Reservations: z
    .array(
      z.looseObject({
        Instances: z
          .array(
            z.looseObject({
              ...{ InstanceId: z.string(), InstanceType: z.string() },
              State: z.looseObject({ Name: z.string() }),
              InstanceLifecycle: z.string().nullish(),
              Tags: z
                .array(z.looseObject({ Key: z.string(), Value: z.string().default('') }))
                .default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
  NextToken: nextToken,
});

export const reservedSchema = z.looseObject({
  ReservedInstances: z
    .array(
      z.looseObject({
        ReservedInstancesId: z.string(),
        ...{ InstanceType: z.string(), InstanceCount: z.number() },
      }),
    )
    .default([]),
});

export const snapshotsSchema = z.looseObject({
  Snapshots: z
    .array(z.looseObject({ SnapshotId: z.string(), VolumeSize: z.number(), StartTime: date }))
    .default([]),
  NextToken: nextToken,
});

/** Machine images, whose snapshots have to stay. */
export const machineImagesSchema = z.looseObject({
  Images: z
    .array(
      z.looseObject({
        BlockDeviceMappings: z
          .array(
            z.looseObject({ Ebs: z.looseObject({ SnapshotId: z.string().nullish() }).nullish() }),
          )
          .default([]),
      }),
    )
    .default([]),
});

export const groupsSchema = z.looseObject({
  AutoScalingGroups: z
    .array(
      z.looseObject({
        AutoScalingGroupName: z.string(),
        ...{ MinSize: z.number(), MaxSize: z.number() },
        Instances: z
          .array(z.looseObject({ InstanceId: z.string(), InstanceType: z.string().nullish() }))
          .default([]),
      }),
    )
    .default([]),
  NextToken: nextToken,
});

export const policiesSchema = z.looseObject({
  ScalingPolicies: z.array(z.looseObject({ AutoScalingGroupName: z.string() })).default([]),
  NextToken: nextToken,
});

export const statisticsSchema = z.looseObject({
  Datapoints: z
    .array(z.looseObject({ Average: z.number().nullish(), Timestamp: date }))
    .default([]),
});

export const metricsSchema = z.looseObject({
  Metrics: z
    .array(
      z.looseObject({
        Dimensions: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
      }),
    )
    .default([]),
  NextToken: nextToken,
});

export const repositoriesSchema = z.looseObject({
  repositories: z.array(z.looseObject({ repositoryName: z.string() })).default([]),
  nextToken,
});

export const imagesSchema = z.looseObject({
  imageDetails: z
    .array(
      z.looseObject({
        ...{ imageDigest: z.string(), imageSizeInBytes: z.number().nullish() },
        ...{ imagePushedAt: date, lastRecordedPullTime: date },
      }),
    )
    .default([]),
  nextToken,
});
