import { Function as EdgeFunction, FunctionCode, FunctionRuntime } from 'aws-cdk-lib/aws-cloudfront'
import type { Construct } from 'constructs'

// CloudFront Functions run their own JavaScript and can't be bundled with ours.
const deepLinks = `function handler(event) {
  var request = event.request;
  // A path without a file's extension is a page of the application: /orders/1, /t/abc.
  if (!/\\.[^\\/]+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}`

const clientAddress = `function handler(event) {
  var request = event.request;
  // Whatever the client itself claims is overwritten.
  request.headers['x-client-address'] = { value: event.viewer.ip };
  return request;
}`

const edgeFunction = (scope: Construct, id: string, comment: string, code: string): EdgeFunction =>
  new EdgeFunction(scope, id, { comment, code: FunctionCode.fromInline(code), runtime: FunctionRuntime.JS_2_0 })

/** Serves the application's page for its own paths; the API's paths never pass here. */
export const deepLinkFunction = (scope: Construct): EdgeFunction =>
  edgeFunction(scope, 'deep-links', 'Pages of the application', deepLinks)

/** Tells the API who called. */
export const clientAddressFunction = (scope: Construct): EdgeFunction =>
  edgeFunction(scope, 'client-address', "The caller's address, for the API", clientAddress)
