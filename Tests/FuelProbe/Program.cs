using System.Globalization;
using System.Runtime.CompilerServices;
using FuelProbe;

// programs FILE PASSES [NAME...]          what each program of the file (or those named, in that order) costs, in every pass
// repeated FILE TIMES [NAME...]           what each call costs when one engine runs the program so often
// killed FILE SEED                        kills every program first, at a place that depends on the seed
// workers BUNDLE REQUESTS [...]           what each request costs and answers, for bundles of workers with their lists of requests
// interpreted BUNDLE REQUESTS [...]       the same where no code may be made at run time
// interpreted-eval BUNDLE REQUESTS [...]  the same for workers that may compile what they have as bytes
// One line each: name, pass, fuel, sixteenths of fuel. Exit status 1 when a program costs other than its file says.
var status = 2;
var thread = new Thread(
    () => status = args switch
    {
        ["programs", var file, var passes, .. var names] => ProgramRuns.Run(file, int.Parse(passes, CultureInfo.InvariantCulture), names),
        ["repeated", var file, var times, .. var names] => ProgramRuns.RunRepeated(file, int.Parse(times, CultureInfo.InvariantCulture), names),
        ["killed", var file, var seed] => ProgramRuns.RunKilled(file, int.Parse(seed, CultureInfo.InvariantCulture)),
        ["workers", .. var files] when files.Length > 0 && files.Length % 2 == 0 => WorkerRuns.RunAsync(files, allowsEval: false).GetAwaiter().GetResult(),
        ["interpreted" or "interpreted-eval", .. var files] when files.Length > 0 && files.Length % 2 == 0 =>
            RefuseDynamicCode() ? WorkerRuns.RunAsync(files, allowsEval: args[0] == "interpreted-eval").GetAwaiter().GetResult() : 1,
        _ => Usage(),
    },
    64 << 20);
thread.Start();
thread.Join();
return status;

// As in a program that is compiled ahead of time as a whole; before anything has asked.
static bool RefuseDynamicCode()
{
    AppContext.SetSwitch("System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported", isEnabled: false);
    return !RuntimeFeature.IsDynamicCodeSupported;
}

static int Usage()
{
    Console.Error.WriteLine("FuelProbe: programs FILE PASSES [NAME...] | repeated FILE TIMES [NAME...] | killed FILE SEED | workers|interpreted|interpreted-eval BUNDLE REQUESTS [BUNDLE REQUESTS...]");
    return 2;
}
