import { EmbeddingError, unitVector, type EmbeddingService } from './embedding-service.ts';

/** The part of `@huggingface/transformers` that is used; the package is installed by who wants it. */
interface Transformers {
	env: { allowRemoteModels: boolean; localModelPath: string; remoteHost: string };
	pipeline(task: 'feature-extraction', model: string): Promise<(texts: string[], options: { pooling: 'mean'; normalize: boolean }) => Promise<{ tolist(): number[][] }>>;
}

const PACKAGE = '@huggingface/transformers';

/**
 * A model of a local folder, run by ONNX in this process: `folder/model/` holds `config.json`, `tokenizer.json` and `onnx/`. Files
 * that are missing come from the hub, where one is named. The package is no dependency of Mitra: it brings binaries of some
 * hundred megabytes. Without it the service says how to install it.
 */
export function localEmbeddings(options: { folder: string; model: string; hub?: string }, load: (name: string) => Promise<unknown> = (name) => import(/* @vite-ignore */ name)): EmbeddingService {
	let extractor: ReturnType<Transformers['pipeline']> | undefined;

	async function open(): ReturnType<Transformers['pipeline']> {
		let transformers: Transformers;
		try {
			transformers = (await load(PACKAGE)) as Transformers;
		} catch (cause) {
			throw new EmbeddingError(`A local model needs the package ${PACKAGE}: npm install --no-save ${PACKAGE}`, { cause });
		}
		transformers.env.localModelPath = options.folder;
		transformers.env.allowRemoteModels = options.hub !== undefined;
		if (options.hub) transformers.env.remoteHost = options.hub;
		try {
			return await transformers.pipeline('feature-extraction', options.model);
		} catch (cause) {
			throw new EmbeddingError(`The folder ${options.folder} holds no model "${options.model}" that can be opened.`, { cause });
		}
	}

	return {
		model: options.model,
		async embed(texts) {
			// A failed opening is tried again by the next request: the package or the folder may have come meanwhile.
			extractor ??= open().catch((error: unknown) => {
				extractor = undefined;
				throw error;
			});
			const extract = await extractor;
			if (texts.length === 0) return [];
			return (await extract([...texts], { pooling: 'mean', normalize: true })).tolist().map(unitVector);
		},
	};
}
