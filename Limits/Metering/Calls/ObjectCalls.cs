namespace PureEdge.Metering.Calls;

/// <summary>Hashes and comparisons of what may be a string.</summary>
[Replaces(typeof(object))]
internal static class ObjectCalls
{
    public static bool Equals<B>(object? a, object? b)
        where B : struct
    {
        TextCost.Compare<B>(a as string, b as string);
        return object.Equals(a, b);
    }

    public static int GetHashCode<B>(object value)
        where B : struct
    {
        TextCost.Scan<B>(value is string text ? text.Length : 0);
        return value.GetHashCode();
    }
}
