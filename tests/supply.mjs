// Known faults in packages: fails on high and critical ones; where a registry tells nothing of faults, says so and goes on.
import { spawnSync } from 'node:child_process';

const bad = [];
const silent = (who, why) => console.error(`${who} không trả lời về lỗ hổng: ${why}`);
const isBad = severity => ['high', 'critical'].includes(severity.toLowerCase());

async function nuget() {
  const index = await fetch('https://api.nuget.org/v3/index.json', { signal: AbortSignal.timeout(20_000) })
    .then(r => r.json()).catch(e => ({ fault: e.message }));
  if (!index.resources?.some(r => r['@type'].startsWith('VulnerabilityInfo/')))
    return silent('NuGet', index.fault ?? 'nguồn này không có danh sách lỗ hổng');
  const run = spawnSync('dotnet',
    ['list', 'HealthWarehouse.slnx', 'package', '--vulnerable', '--include-transitive', '--format', 'json'], { encoding: 'utf8' });
  if (run.status !== 0) return silent('NuGet', run.stderr.trim() || run.stdout.trim());
  for (const project of JSON.parse(run.stdout).projects)
    for (const framework of project.frameworks ?? [])
      for (const p of [...framework.topLevelPackages ?? [], ...framework.transitivePackages ?? []])
        for (const fault of p.vulnerabilities ?? [])
          if (isBad(fault.severity)) bad.push(`${p.id} ${p.resolvedVersion}: ${fault.severity}, ${fault.advisoryurl}`);
}

function npm() {
  const run = spawnSync('npm', ['audit', '--audit=true', '--json'], { cwd: 'src/HealthWarehouse.Web/Client', encoding: 'utf8' });
  let told;
  try { told = JSON.parse(run.stdout.slice(run.stdout.indexOf('{'))); } catch { return silent('npm', run.stderr.trim()); }
  if (!told.vulnerabilities) return silent('npm', told.message ?? told.error?.summary ?? 'không rõ');
  for (const p of Object.values(told.vulnerabilities)) if (isBad(p.severity)) bad.push(`${p.name} ${p.range}: ${p.severity}`);
}

await nuget();
npm();
for (const one of new Set(bad)) console.error(`Lỗ hổng: ${one}`);
process.exit(bad.length > 0 ? 1 : 0);
