namespace PureEdge.Wasm.Runtime;

/// <summary>
/// All function types of the process, so that equal ones are one object with one number. Held weakly: the modules and functions
/// that use a type keep it.
/// </summary>
/// <remarks>Shared by all threads, under one lock that nothing else is called in.</remarks>
internal static class FunctionTypes
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, WeakReference<WasmFunctionType>> s_types = new(StringComparer.Ordinal);
    private static long s_lastId;
    private static int s_sweepAt = 1024;

    public static WasmFunctionType Intern(ReadOnlySpan<WasmType> parameters, ReadOnlySpan<WasmType> results)
    {
        var key = Key(parameters, results);
        lock (s_lock)
        {
            if (s_types.TryGetValue(key, out var weak) && weak.TryGetTarget(out var known))
            {
                return known;
            }

            var type = new WasmFunctionType(parameters.ToArray(), results.ToArray(), ++s_lastId);
            s_types[key] = new WeakReference<WasmFunctionType>(type);
            if (s_types.Count >= s_sweepAt)
            {
                Sweep();
            }

            return type;
        }
    }

    private static string Key(ReadOnlySpan<WasmType> parameters, ReadOnlySpan<WasmType> results)
    {
        var key = new char[parameters.Length + results.Length + 1];
        for (var i = 0; i < parameters.Length; i++)
        {
            key[i] = (char)parameters[i];
        }

        for (var i = 0; i < results.Length; i++)
        {
            key[parameters.Length + 1 + i] = (char)results[i];
        }

        return new string(key);
    }

    private static void Sweep()
    {
        foreach (var (key, weak) in s_types)
        {
            if (!weak.TryGetTarget(out _))
            {
                s_types.Remove(key);
            }
        }

        s_sweepAt = Math.Max(1024, s_types.Count * 2);
    }
}
