import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Executor } from './database.ts';
import { log } from './log.ts';

/** Names a kind of job and the type of its data, without the code that does it: what an enqueuer needs to know. */
export type TaskKey<Data extends object> = {
	readonly name: string;
	/** Never set; it carries the type. */
	readonly data?: Data;
};

export type TaskRun = {
	/** Aborted when the server stops or the job has taken too long. */
	signal: AbortSignal;
	/** 0 at the first attempt. */
	retry: number;
};

export type Task<Data extends object> = TaskKey<Data> & {
	handle(data: Data, run: TaskRun): Promise<void>;
	/** Attempts after the first; each waits twice as long as the one before. */
	retries: number;
	retryDelaySeconds: number;
	/** Jobs of this kind that run at once in this process. */
	concurrency: number;
	/** A job that takes longer is tried again. */
	timeoutSeconds: number;
	/** Five-field cron expression, in UTC unless `timeZone` says otherwise; the data is then `{}`. */
	cron?: string;
	timeZone?: string;
	/** Also done so many seconds after this process has started: what a killed one left behind waits no full turn. */
	secondsAfterStart?: number;
};

export type EnqueueOptions = {
	/** While a job with this key waits, another one of its kind is not added. */
	singletonKey?: string;
	startAfter?: Date | number;
	/** The job exists if and when this transaction commits. */
	transaction?: Executor;
};

export type Jobs = {
	/** The job's id, or null when one with the same singleton key waits already. */
	enqueue<Data extends object>(key: TaskKey<Data>, data: Data, options?: EnqueueOptions): Promise<string | null>;
	/** Lets running jobs end, for at most the given time, and returns. */
	stop(patienceMs?: number): Promise<void>;
};

export function taskKey<Data extends object>(name: string): TaskKey<Data> {
	return { name };
}

export function task<Data extends object>(
	key: TaskKey<Data>,
	handle: Task<Data>['handle'],
	options: Partial<Omit<Task<Data>, 'name' | 'data' | 'handle'>> = {},
): Task<Data> {
	return {
		name: key.name,
		handle,
		retries: 5,
		retryDelaySeconds: 5,
		concurrency: 1,
		timeoutSeconds: 15 * 60,
		...options,
	};
}

/** A task of any data, for lists: only the queue hands it data, and that data was enqueued under its key. */
type AnyTask = Omit<Task<object>, 'handle'> & { handle(data: never, run: TaskRun): Promise<void> };

/**
 * Connects to the queue in the database, creating it at the first start, and does the given tasks. With `work: false`
 * it only takes jobs in: another process does them. Tasks that enqueue others are given as a function of the queue: a job that
 * an earlier process left may begin before this one returns.
 */
export async function startJobs(
	databaseUrl: string,
	given: readonly AnyTask[] | ((jobs: Jobs) => readonly AnyTask[]),
	options: { work?: boolean; connections?: number } = {},
): Promise<Jobs> {
	const works = options.work ?? true;
	const boss = new PgBoss({
		connectionString: databaseUrl,
		application_name: 'mitra jobs',
		max: options.connections ?? 4,
		// A new job wakes its worker at once; the polling below it is the safety net.
		useListenNotify: works,
		supervise: works,
		schedule: works,
	});
	boss.on('error', (error) => log.error('jobs.error', error));
	boss.on('warning', (warning) => log.warn('jobs.warning', { message: warning.message }));
	await boss.start();
	const jobs: Jobs = {
		enqueue: (key, data, more = {}) => enqueue(boss, key.name, data, more),
		stop: (patienceMs = 10_000) => boss.stop({ graceful: true, timeout: patienceMs, close: true }),
	};
	const tasks = typeof given === 'function' ? given(jobs) : given;
	for (const one of tasks) await prepareQueue(boss, one);
	if (works) for (const one of tasks) await work(boss, one);
	return jobs;
}

async function enqueue(boss: PgBoss, name: string, data: object, options: EnqueueOptions): Promise<string | null> {
	return boss.send(name, data, {
		// The queues hold one waiting job for each key, so a job without one gets a key of its own.
		singletonKey: options.singletonKey ?? randomUUID(),
		...(options.startAfter !== undefined && { startAfter: options.startAfter }),
		...(options.transaction && { db: fromDrizzle(options.transaction, sql) }),
	});
}

async function prepareQueue(boss: PgBoss, one: AnyTask): Promise<void> {
	const settings = {
		retryLimit: one.retries,
		retryDelay: one.retryDelaySeconds,
		retryBackoff: true,
		expireInSeconds: one.timeoutSeconds,
		notify: true,
	};
	if (await boss.getQueue(one.name)) await boss.updateQueue(one.name, settings);
	else await boss.createQueue(one.name, { ...settings, policy: 'short' });
}

async function work(boss: PgBoss, one: AnyTask): Promise<void> {
	if (one.cron) await boss.schedule(one.name, one.cron, {}, { tz: one.timeZone ?? 'UTC' });
	else await boss.unschedule(one.name);
	if (one.secondsAfterStart !== undefined) await enqueue(boss, one.name, {}, { singletonKey: 'start', startAfter: one.secondsAfterStart });
	await boss.work<object>(
		one.name,
		// Notices wake a worker for new jobs; retries and delayed jobs it finds by asking.
		{ localConcurrency: one.concurrency, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5, batchSize: 1 },
		async (jobs) => {
			for (const job of jobs) {
				try {
					await one.handle(job.data as never, { signal: job.signal, retry: job.retryCount });
				} catch (error) {
					log.error('jobs.failed', error, { task: one.name, job: job.id, retry: job.retryCount });
					throw error;
				}
			}
		},
	);
}
