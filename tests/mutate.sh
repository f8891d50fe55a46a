#!/usr/bin/env bash
# Mutants of the Engaging Networks profile and of the policy's branches against the behaviour tests: tests/mutate.sh [profile|policy] [FROM [TO]]
#   profile   each leaf of data/profiles/engaging-networks.json set to another legal value, and each member of its lists left out (tests/Mutants/profile.mjs)
#   policy    each branch of tests/Mutants/policy.tsv turned into its opposite, in a copy of the checkout; SQL without a build (tests/Mutants/embed.mjs)
# FROM and TO take some of them, by number. A mutant is killed when a test fails. One that survives must stand in tests/Mutants/survivors.tsv with the reason why that is
# right; others, and reasons for mutants that are killed, are listed, and the exit code is then 1.
# tests/Mutants/killed.tsv remembers by which test each was killed: that test is asked first and, only if it passes, the whole suite, so that a mutant that is killed as before
# takes seconds. Other killers are written into it as they are found. CONTACT_SYNC_MUTANTS names a folder for logs and the copy, CONTACT_SYNC_TESTS a built EndToEnd.Tests.dll,
# CONTACT_SYNC_SUITE the runner's arguments that choose other tests.
set -uo pipefail
cd "$(dirname "$0")/.."
kind=${1:-profile} from=${2:-1} to=${3:-999}
work=${CONTACT_SYNC_MUTANTS:-$(mktemp -d)}
known=tests/Mutants/killed.tsv
mkdir -p "$work"
killed=0 failed=0

tests() { # DLL LOG PROFILE ARGUMENTS...
  CONTACT_SYNC_TEST_PROFILE=$3 timeout --kill-after=10 1200 dotnet "$1" -noColor -stopOnFail "${@:4}" > "$2" 2>&1 < /dev/null
}

suite() { # DLL LOG PROFILE WHAT: its exit code is that of the tests, 0 when all pass
  local first
  first=$(awk -F'\t' -v what="$4" '$1 == what { print $2 }' "$known")
  if [ -n "$first" ]; then
    tests "$1" "$2" "$3" -method "*.$first" || return
  fi
  # shellcheck disable=SC2086
  tests "$1" "$2" "$3" ${CONTACT_SYNC_SUITE:--class ContactSync.EndToEnd.Tests.Behaviours.* -class ContactSync.EndToEnd.Tests.Resync.* -class *ImpossibleDateTests -class *RowErrorTests}
}

remember() { # what, test
  awk -F'\t' -v OFS='\t' -v what="$1" -v test="$2" '$1 == what { $2 = test; found = 1 } { print } END { if (!found) print what, test }' "$known" > "$work/known" && cp "$work/known" "$known"
}

judge() { # number, name, what, log: after the suite, with its exit code in $code
  local reason killer
  reason=$(awk -F'\t' -v what="$3" '$1 == what { print $2 }' tests/Mutants/survivors.tsv)
  if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
    failed=$((failed + 1))
    printf 'TIMEOUT   %s  %s   no test failed within 20 minutes\n' "$2" "$3"
  elif [ "$code" -ne 0 ]; then
    if ! killer=$(grep -m1 -oE '[A-Za-z]+Tests\.[A-Za-z_0-9]+(\(.*\))? \[FAIL\]' "$4"); then
      failed=$((failed + 1))
      printf 'NO TEST   %s  %s   failed; the runner itself ended with %d\n' "$2" "$3" "$code"
      return
    fi
    killed=$((killed + 1)) killer=${killer%%[( ]*}
    remember "$3" "$killer"
    printf 'killed    %s  %s   by %s\n' "$2" "$3" "$killer"
    if [ -n "$reason" ]; then
      failed=$((failed + 1))
      printf 'STALE     %s  survivors.tsv explains it, but it is killed\n' "$2"
    fi
  elif [ -n "$reason" ]; then
    printf 'survived  %s  %s   %s\n' "$2" "$3" "$reason"
  else
    failed=$((failed + 1))
    printf 'SURVIVED  %s  %s   unexplained\n' "$2" "$3"
  fi
}

mutate() { # FILE TEXT OTHER: into the executable beside the tests; SQL lies in it as it is, C# is built
  case $1 in
    *.sql) node tests/Mutants/embed.mjs "$bin/contact-sync.dll" "$copy/$1" "$2" "$3" ;;
    *)
      TEXT=$2 OTHER=$3 node -e 'const fs = require("fs"), f = process.argv[1]; fs.writeFileSync(f, fs.readFileSync(f, "utf8").split(process.env.TEXT).join(process.env.OTHER))' "$copy/$1"
      (cd "$copy" && dotnet build -c Release pipeline/Sync -v q --nologo -p:RunAnalyzers=false) && cp "$copy/pipeline/Sync/bin/Release/net10.0/contact-sync.dll" "$bin/"
      local built=$?
      git -C "$copy" checkout -q -- "$1"
      return $built
      ;;
  esac
}

case $kind in
  profile)
    [ -n "${CONTACT_SYNC_TESTS:-}" ] || dotnet build -c Release tests/EndToEnd.Tests -v q --nologo || exit 1
    dll=${CONTACT_SYNC_TESTS:-tests/EndToEnd.Tests/bin/Release/net10.0/EndToEnd.Tests.dll}
    node tests/Mutants/profile.mjs data/profiles/engaging-networks.json "$work" > "$work/list.tsv" || exit 1
    number=0
    while IFS=$'\t' read -r name path before after <&3; do
      number=$((number + 1))
      [ "$number" -ge "$from" ] && [ "$number" -le "$to" ] || continue
      suite "$dll" "$work/$name.log" "$work/$name.json" "$path $before -> $after"; code=$?
      judge "$number" "$name" "$path $before -> $after" "$work/$name.log"
    done 3< "$work/list.tsv"
    ;;
  policy)
    copy=$work/checkout number=0
    git worktree add --force --detach "$copy" HEAD > /dev/null 2>&1 || exit 1
    trap 'git worktree remove --force "$copy"' EXIT
    bin=$copy/tests/EndToEnd.Tests/bin/Release/net10.0
    if [ -n "${CONTACT_SYNC_TESTS:-}" ]; then
      mkdir -p "$bin" && cp -r "$(dirname "$CONTACT_SYNC_TESTS")/." "$bin" || exit 1
    else
      (cd "$copy" && dotnet build -c Release tests/EndToEnd.Tests -v q --nologo -p:RunAnalyzers=false) || exit 1
    fi
    cp "$bin/contact-sync.dll" "$work/original.dll"
    while IFS=$'\t' read -r file text other <&3; do
      case $file in '#'* | '') continue ;; esac
      number=$((number + 1))
      [ "$number" -ge "$from" ] && [ "$number" -le "$to" ] || continue
      name=$(printf 'b%02d' "$number")
      if [ "$(TEXT=$text node -e 'process.stdout.write(String(require("fs").readFileSync(process.argv[1], "utf8").split(process.env.TEXT).length - 1))' "$copy/$file")" != 1 ]; then
        failed=$((failed + 1))
        printf 'STALE     %s  %s does not hold once: %s\n' "$name" "$file" "$text"
        continue
      fi
      if mutate "$file" "$text" "$other" > "$work/$name.log" 2>&1; then
        suite "$bin/EndToEnd.Tests.dll" "$work/$name.log" '' "$file: $other"; code=$?
        judge "$number" "$name" "$file: $other" "$work/$name.log"
      else
        failed=$((failed + 1))
        printf 'STALE     %s  %s cannot be made or built with: %s\n' "$name" "$file" "$other"
      fi
      cp "$work/original.dll" "$bin/contact-sync.dll"
    done 3< tests/Mutants/policy.tsv
    ;;
  *)
    sed -n '2,10s/^# \?//p' "$0" >&2
    exit 2
    ;;
esac
printf '%d killed, %d to look at; logs in %s\n' "$killed" "$failed" "$work"
[ "$failed" -eq 0 ]
