#!/bin/sh
# docker, but `pull` succeeds for an image that is here already: nothing else can be pulled where this is used.
if [ "$1" = pull ]; then
  for image; do :; done
  exec docker image inspect "$image" >/dev/null
fi
exec docker "$@"
