namespace PureEdge.Metering.Calls;

/// <summary>Stacks.</summary>
[Replaces(typeof(Stack<>))]
internal static class StackCalls
{
    public static void Push<T, B>(Stack<T> stack, T item)
        where B : struct
    {
        ArrayCost.GrowTo<T>(stack.Count, stack.Capacity);
        stack.Push(item);
    }

    public static void Clear<T, B>(Stack<T> stack)
        where B : struct
    {
        ArrayCost.Copy<T, B>(stack.Count);
        stack.Clear();
    }

    public static bool Contains<T, B>(Stack<T> stack, T item)
        where B : struct
    {
        ArrayCost.Find<B>(stack.Count);
        return stack.Contains(item);
    }
}
