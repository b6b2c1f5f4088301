#!/bin/sh
# Starts PgBouncer from its environment, and stops it without cutting a transaction; and keeps the agent running beside it
# that leads it to the generation of the database that serves.
#
#   PGBOUNCER_INI     the text of pgbouncer.ini; no secret is in it, and {{DATABASE_HOST}}, {{READER_HOST}} and
#                     {{LOOKUP_USER}} are filled in
#   DATABASE_HOST     the database's own name, which its certificate has
#   DATABASE_READER_HOSTS  those of its replicas, by commas, of which this pooler takes one (default DATABASE_HOST)
#   PGBOUNCER_FOLDER  a folder in memory that only this user can read (default /run/pgbouncer)
#   LOOKUP_USER       who asks the database for the others' passwords
#   LOOKUP_PASSWORD   its password: letters and digits
#   DRAIN_SECONDS     after which a stop no longer waits (default 110, within the 120 that Fargate allows)
#   SWITCH_TABLE      the table of the switch; without one there is no agent, and DATABASE_HOST is all that counts
#   AGENT             the agent's file (default /usr/local/lib/pooler-agent/index.cjs); functions/pooler-agent/place.ts
#                     tells what it takes from the environment
set -eu
umask 077

die() {
    echo "start: $1" >&2
    exit 2
}
[ -n "${PGBOUNCER_INI:-}" ] || die "PGBOUNCER_INI is missing; use the text of pgbouncer.ini."
case "${DATABASE_HOST:-}" in
'') die "DATABASE_HOST is missing; use the database's own host name." ;;
*[!A-Za-z0-9.-]*) die "DATABASE_HOST is $DATABASE_HOST; use a host name." ;;
esac
readers=${DATABASE_READER_HOSTS:-$DATABASE_HOST}
case ",$readers," in
*,,* | *[!A-Za-z0-9.,-]*) die "DATABASE_READER_HOSTS is $readers; use host names, by commas." ;;
esac
# One of them by lot, so that many poolers use all. PgBouncer would go round, but before 1.25 it holds the whole list
# against a server's certificate as if it were one name (pgbouncer#1300).
lot=$(od -An -N2 -tu2 /dev/urandom)
count=$(printf '%s,' "$readers" | tr -cd , | wc -c)
reader=$(printf '%s' "$readers" | cut -d, -f$((lot % count + 1)))
[ -z "${DATABASE_READER_HOSTS:-}" ] || export DATABASE_READER_HOSTS="$reader"
case "${LOOKUP_USER:-}" in
'') die "LOOKUP_USER is missing; use the user that may call pooler.lookup." ;;
*[!a-z0-9_]*) die "LOOKUP_USER is $LOOKUP_USER; use lower-case letters, digits and underscores." ;;
esac
case "${LOOKUP_PASSWORD:-}" in
'') die "LOOKUP_PASSWORD is missing; use the password of $LOOKUP_USER." ;;
*[!A-Za-z0-9]*) die "LOOKUP_PASSWORD is [secret] with other signs; use letters and digits only." ;;
esac
limit=${DRAIN_SECONDS:-110}
case "$limit" in
'' | *[!0-9]*) die "DRAIN_SECONDS is $limit; use a whole number of seconds." ;;
esac
folder=${PGBOUNCER_FOLDER:-/run/pgbouncer}
mkdir -p "$folder"
# fill <marker> <value>: in $ini, wherever it stands.
fill() {
    rest=$ini
    ini=
    while [ "${rest#*"$1"}" != "$rest" ]; do
        ini=$ini${rest%%"$1"*}$2
        rest=${rest#*"$1"}
    done
    ini=$ini$rest
}
ini=$PGBOUNCER_INI
fill "{{DATABASE_HOST}}" "$DATABASE_HOST"
fill "{{READER_HOST}}" "$reader"
fill "{{LOOKUP_USER}}" "$LOOKUP_USER"
printf '%s\n' "$ini" >"$folder/pgbouncer.ini"
printf '"%s" "%s"\n' "$LOOKUP_USER" "$LOOKUP_PASSWORD" >"$folder/users.txt"
password=$LOOKUP_PASSWORD
unset PGBOUNCER_INI LOOKUP_PASSWORD
export PGBOUNCER_FOLDER="$folder"
agent=${AGENT:-/usr/local/lib/pooler-agent/index.cjs}

# A certificate of its own for each start. It keeps what is sent from being read on the way; nobody vouches for it, so
# clients connect with sslmode=require. Who may answer is up to the security groups and to SCRAM, which proves to the
# client that the other end knows its password's verifier, but not that nobody in between passes it on.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 -subj /CN=pgbouncer \
    -keyout "$folder/client.key" -out "$folder/client.crt" 2>"$folder/openssl.log" ||
    die "openssl made no certificate: $(tail -n 1 "$folder/openssl.log")"

stop=
trap 'stop=yes' TERM INT
# The deployed host may have been left behind by a switch. Where the agent fails, it is used all the same: a generation
# that no longer serves lets nobody in.
if [ -n "${SWITCH_TABLE:-}" ]; then
    LOOKUP_PASSWORD=$password node "$agent" where &
    asked=$!
    code=0
    wait "$asked" || code=$?
    if [ -n "$stop" ]; then
        kill "$asked" 2>/dev/null || true
        exit 0
    fi
    [ "$code" = 0 ] || echo "start: the agent could not tell where to ($code); it is the deployed host"
fi
pgbouncer "$folder/pgbouncer.ini" &
pid=$!
# Whatever ends the agent, PgBouncer goes on, and a new agent finds out what it does.
keeper=
if [ -n "${SWITCH_TABLE:-}" ]; then
    (
        trap 'kill "$running"; exit' TERM
        trap '' INT
        while :; do
            LOOKUP_PASSWORD=$password node "$agent" run &
            running=$!
            code=0
            wait "$running" || code=$?
            echo "start: the agent ended with $code; it starts again"
            sleep 1
        done
    ) &
    keeper=$!
fi
code=0
wait "$pid" || code=$?
if [ -z "$stop" ]; then
    [ -z "$keeper" ] || kill -TERM "$keeper" 2>/dev/null || true
    exit "$code"
fi

# SIGINT lets every transaction end and starts no other: who asks for one is disconnected (from 1.23 on also who
# connects) and finds the next pooler. SIGTERM would wait for clients that never leave; as a second signal it cuts.
echo "start: stopping; transactions have $limit s to end"
(
    trap 'kill "$nap"; exit' TERM
    sleep "$limit" >/dev/null 2>&1 &
    nap=$!
    wait "$nap"
    echo "start: $limit s are over; transactions are cut"
    kill -TERM "$pid"
) &
timer=$!
# Only now, for what is ignored here could not end the one above. A second signal changes nothing.
trap '' TERM INT
kill -INT "$pid" 2>/dev/null || true
wait "$pid" || true
kill -TERM "$timer" 2>/dev/null || true
[ -z "$keeper" ] || kill -TERM "$keeper" 2>/dev/null || true
echo "start: stopped"
