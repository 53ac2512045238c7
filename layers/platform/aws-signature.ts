import aws4 from 'aws4'
import { awsCredentials } from './aws-credentials.ts'

type Signable = Parameters<typeof aws4.sign>[0]

/**
 * The request with the headers by which AWS takes it for this function's (Signature Version 4). For calls that the AWS clients
 * make too slowly, or would repeat by themselves where an answer is lost.
 */
export const signRequest = async (request: Signable): Promise<Signable> => aws4.sign(request, await awsCredentials())
