import { expect, it } from 'vitest'
import { plannedPackages } from './apt-unpack.ts'

it('downloads what apt-get would install, new or newer, in the versions it means', () => {
  const plan = `Reading package lists...
The following NEW packages will be installed:
  erlang-base rabbitmq-server
Inst libssl3 [3.0.11-1] (3.0.17-1~deb12u2 Debian:12.11/oldstable [amd64]) []
Inst erlang-base (1:25.2.3+dfsg-1+deb12u1 Debian:12.11/oldstable [amd64])
Inst rabbitmq-server (3.10.8-1.1+deb12u1 Debian:12.11/oldstable [all])
Conf erlang-base (1:25.2.3+dfsg-1+deb12u1 Debian:12.11/oldstable [amd64])`
  expect(plannedPackages(plan)).toEqual([
    'libssl3=3.0.17-1~deb12u2',
    'erlang-base=1:25.2.3+dfsg-1+deb12u1',
    'rabbitmq-server=3.10.8-1.1+deb12u1',
  ])
})
