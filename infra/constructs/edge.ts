import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  FunctionEventType,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { CloudSettings } from '../settings.ts'
import type { Api } from './api.ts'
import { contentSecurityPolicy } from './content-security.ts'
import { clientAddressFunction, deepLinkFunction } from './edge-functions.ts'

export interface Edge {
  readonly distribution: Distribution
  readonly bucket: Bucket
  readonly publicUrl: string
  /** { secret }: proves to the API that a request came through the distribution. */
  readonly originSecret: Secret
}

const securityHeaders = (scope: Construct, { mapTiles }: CloudSettings): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, 'security-headers', {
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: contentSecurityPolicy(Stack.of(scope).region, mapTiles),
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
    },
  })

const apiOrigin = (scope: Construct, api: Api, stage: string, secret: Secret): HttpOrigin => {
  const { region, urlSuffix } = Stack.of(scope)
  return new HttpOrigin(`${api.restApiId}.execute-api.${region}.${urlSuffix}`, {
    originPath: `/${stage}`,
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    // API Gateway itself gives up after 29 s.
    readTimeout: Duration.seconds(30),
    customHeaders: { 'x-origin-secret': secret.secretValueFromJson('secret').unsafeUnwrap() },
  })
}

/** What shoppers reach: the page from S3, and the API below /api of the same address. */
export const addEdge = (scope: Construct, settings: CloudSettings, api: Api): Edge => {
  const removal = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
  const bucket = new Bucket(scope, 'web', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: settings.keepData,
    removalPolicy: removal,
    // A bucket that holds something can't be removed.
    autoDeleteObjects: !settings.keepData,
  })
  const originSecret = new Secret(scope, 'origin-secret', {
    description: 'Sent by CloudFront to the API',
    generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'secret', excludePunctuation: true },
  })
  const responseHeadersPolicy = securityHeaders(scope, settings)
  const { domain } = settings
  const distribution = new Distribution(scope, 'distribution', {
    comment: `Korob ${settings.stage}`,
    defaultRootObject: 'index.html',
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_100,
    ...(domain && {
      domainNames: [domain.name],
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      certificate: Certificate.fromCertificateArn(scope, 'certificate', domain.certificateArn),
    }),
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy,
      functionAssociations: [{ function: deepLinkFunction(scope), eventType: FunctionEventType.VIEWER_REQUEST }],
    },
    additionalBehaviors: {
      '/api/*': {
        origin: apiOrigin(scope, api, settings.stage, originSecret),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // API Gateway knows itself by its own Host only.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy,
        functionAssociations: [{ function: clientAddressFunction(scope), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
    },
  })
  return { distribution, bucket, originSecret, publicUrl: `https://${domain?.name ?? distribution.domainName}` }
}
