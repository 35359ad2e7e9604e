import { invariant, MabError } from '../../../core/errors.ts';

/** A module of the official SDK, loaded when it is asked for. */
export type LoadModule = (name: string) => Promise<unknown>;

/** The services that an inventory is read from: package → client. All optional peers. */
const SERVICES = {
  ec2: 'EC2Client',
  'auto-scaling': 'AutoScalingClient',
  cloudwatch: 'CloudWatchClient',
  ecr: 'ECRClient',
  s3: 'S3Client',
} as const;

/** A service that we read from. */
export type AwsService = keyof typeof SERVICES;

/** Where it is read. */
export interface AwsPlace {
  readonly region: string;
  readonly load: LoadModule;
}

interface Client {
  send(command: unknown): Promise<unknown>;
  destroy(): void;
}

/** Sends commands that only read. */
export interface AwsReader extends Disposable {
  /** @param command  `DescribeVolumes`. @throws what the SDK throws. */
  ask(
    service: AwsService,
    command: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
}

const READS = /^(?:Describe|List|Get)[A-Z]/;

/**
 * The official clients, with the credentials that they find by themselves.
 *
 * @throws {MabError} PACKAGE_MISSING, with what to install.
 */
export async function openAwsReader({ region, load }: AwsPlace): Promise<AwsReader> {
  const names = Object.keys(SERVICES) as AwsService[];
  const modules = new Map<AwsService, Readonly<Record<string, unknown>>>();
  for (const name of names) modules.set(name, await loadService(name, load));
  const clients = new Map<AwsService, Client>();
  const clientOf = (service: AwsService): Client => {
    const known = clients.get(service);
    if (known) return known;
    const Constructor = modules.get(service)?.[SERVICES[service]] as new (
      options: object,
    ) => Client;
    const client = new Constructor({ region });
    clients.set(service, client);
    return client;
  };
  return {
    async ask(service, command, input) {
      invariant(READS.test(command), `${command} does not only read.`);
      const Command = modules.get(service)?.[`${command}Command`] as new (input: object) => object;
      return await clientOf(service).send(new Command(input));
    },
    [Symbol.dispose]() {
      for (const client of clients.values()) client.destroy();
    },
  };
}

async function loadService(
  name: AwsService,
  load: LoadModule,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await load(`@aws-sdk/client-${name}`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const packages = Object.keys(SERVICES).map((one) => `@aws-sdk/client-${one}`);
    throw new MabError(
      'PACKAGE_MISSING',
      `Reading an account of AWS needs the package @aws-sdk/client-${name}.`,
      {
        blame: 'environment',
        hint: `Run \`npm install ${packages.join(' ')}\` where mab is installed, or give --inventory FILE.`,
        cause: error,
      },
    );
  }
}
