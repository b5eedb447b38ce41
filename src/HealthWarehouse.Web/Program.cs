using System.CommandLine;
using HealthWarehouse.Web.Verbs;

// No pattern is looked for longer than this, whoever wrote it: set before the first one is made.
AppDomain.CurrentDomain.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromSeconds(2));

// khoyte: the one executable. Without a verb it tells which there are.
// A stop that is asked for (SIGTERM) waits for the verb to end by itself; the server has its own time for that (KHOYTE_STOP_SECONDS).
return await AllVerbs.Command().Parse(args.Length == 0 ? ["--help"] : args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(10) });
