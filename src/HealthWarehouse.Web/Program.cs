using System.CommandLine;
using HealthWarehouse.Web.Verbs;

// No pattern is looked for longer than this, whoever wrote it: set before the first one is made.
AppDomain.CurrentDomain.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromSeconds(2));

// khoyte: the one executable. Without a verb it serves the portal.
// A stop that is asked for (SIGTERM) waits for the verb to end by itself; the server has its own time for that (KHOYTE_STOP_SECONDS).
return await AllVerbs.Command().Parse(args.Length == 0 ? ["serve"] : args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(10) });
