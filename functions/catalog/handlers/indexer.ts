import { indexQueue } from '../index/index-queue.ts'

export const handler = indexQueue()
