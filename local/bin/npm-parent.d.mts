export function watchedNpm(env?: NodeJS.ProcessEnv): { isGone(): boolean } | undefined
