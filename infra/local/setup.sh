# Shell functions shared by run, test and bench. Sourced, never run; the caller has `set -euo pipefail` and stands in the
# top folder of the repository.

fail() { # fail EXIT_CODE SENTENCE
  printf '%s\n' "$2" >&2
  exit "$1"
}

require_tools() {
  command -v dotnet >/dev/null || fail 2 "The .NET SDK is missing: install .NET 10 (https://dot.net) and run this again."
  case "$(dotnet --version 2>/dev/null)" in
    1[0-9].*) ;;
    *) fail 2 "This needs the .NET 10 SDK, and 'dotnet --version' says $(dotnet --version 2>/dev/null || echo nothing): install .NET 10 and run this again." ;;
  esac
  command -v node >/dev/null || fail 2 "Node.js is missing: install Node 20 or later and run this again."
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || fail 2 "Node $(node --version) is too old: install Node 20 or later and run this again."
  command -v npm >/dev/null || fail 2 "npm is missing: it comes with Node.js; install Node 20 or later with npm and run this again."
}

# Installs a folder's npm packages unless its lock file is the one that was installed last.
npm_install() { # npm_install FOLDER
  local stamp="$1/node_modules/.installed"
  cmp -s "$1/package-lock.json" "$stamp" && return
  echo "Installing the npm packages of $1 ..."
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) ||
    fail 2 "npm could not install the packages of $1: see the lines above, then run this again."
  cp "$1/package-lock.json" "$stamp"
}

# True when a file under the given paths is newer than the stamp. Deleted files count: they change their folder's time.
newer_than() { # newer_than STAMP PATH...
  local stamp="$1"
  shift
  [ ! -e "$stamp" ] ||
    [ -n "$(find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name .data \) -prune \
      -o -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}

build_dashboard() {
  npm_install dashboard
  local stamp=dashboard/dist/.built
  newer_than "$stamp" dashboard || return 0
  echo "Building the dashboard ..."
  (cd dashboard && npm run --silent build) || fail 1 "The dashboard did not build: see the lines above."
  touch "$stamp"
}

# A no-op 'dotnet build' takes seconds; comparing times takes none. TARGET is a project or the solution.
build_dotnet() { # build_dotnet TARGET STAMP PATH...
  local target="$1" stamp="$2"
  shift 2
  newer_than "$stamp" Directory.Build.props Directory.Build.targets Directory.Packages.props host.json dashboard/dist/.built "$@" || return 0
  echo "Building $target ..."
  local started
  started=$(mktemp)
  dotnet build "$target" -c Release --nologo -v quiet "-clp:ErrorsOnly;NoSummary" ||
    { rm -f "$started"; fail 1 "The build failed: see the lines above."; }
  # Stamped with the time before the build, so that a file saved meanwhile is built next time.
  mkdir -p "$(dirname "$stamp")"
  touch -r "$started" "$stamp"
  rm -f "$started"
}

build_functions() {
  npm_install emulator/azurite
  build_dashboard
  build_dotnet functions/AgentTrader.Functions.csproj functions/bin/.built-run functions shared emulator
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_ports() { # free_ports COUNT: ports of the loopback that were free a moment ago
  node -e '
    const net = require("node:net");
    const servers = Array.from({ length: Number(process.argv[1]) }, () => net.createServer());
    Promise.all(servers.map((s) => new Promise((done) => s.listen(0, "127.0.0.1", done)))).then(() => {
      console.log(servers.map((s) => s.address().port).join(" "));
      servers.forEach((s) => s.close());
    });' "$1"
}

# The status of a GET on the loopback, 000 when nothing answers.
http_status() { # http_status PORT PATH
  local line
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || { echo 000; return; }
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r -t 10 line <&3 || line="- 000"
  exec 3<&- 3>&-
  line=${line#* }
  echo "${line%% *}"
}
