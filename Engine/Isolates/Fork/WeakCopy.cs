using System.Runtime.CompilerServices;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>Makes again, in a fork, what must not be cloned since the collector has a handle for it: a weak reference or a weak table.</summary>
/// <remarks>Immutable once <see cref="Resolve"/> was called.</remarks>
internal abstract class WeakCopy
{
    public static WeakCopy Of(object original)
    {
        var type = original.GetType();
        return original is WeakReference plain
            ? new PlainReference(plain)
            : (WeakCopy)Activator.CreateInstance(
                (type.GetGenericTypeDefinition() == typeof(WeakReference<>) ? typeof(Reference<>) : typeof(Table<,>)).MakeGenericType(type.GetGenericArguments()), original)!;
    }

    /// <summary>Visits the values of keys that are known to live.</summary>
    public virtual void FollowEntries(Func<object, bool> isKnown, Func<object?, int, int> visit)
    {
    }

    /// <summary>Looks up what it leads to. What nothing else leads to is dead.</summary>
    public abstract void Resolve(Dictionary<object, int> indices);

    /// <summary>Makes it, when all copies are made and before anything refers to it.</summary>
    public abstract object Make(object[] copies);

    /// <summary>Fills it, when all copies are complete.</summary>
    public virtual void Fill(object made, object[] copies)
    {
    }

    // Where an object stands among the copies, or the object itself when it is shared.
    private readonly record struct Place(int Index, object? Shared)
    {
        public static Place Of(object? item, Dictionary<object, int> indices) =>
            item is null ? new(-1, null)
            : indices.TryGetValue(item, out var index) && index >= 0 ? new(index, null)
            : CopierFactory.Of(item.GetType()).Fate == Fate.Share || indices.ContainsKey(item) ? new(-1, item)
            : new(-1, null);

        public object? In(object[] copies) => Index >= 0 ? copies[Index] : Shared;
    }

    private sealed class PlainReference(WeakReference original) : WeakCopy
    {
        private Place _target;

        public override void Resolve(Dictionary<object, int> indices) => _target = Place.Of(original.Target, indices);

        public override object Make(object[] copies) => new WeakReference(_target.In(copies));
    }

    private sealed class Reference<T>(WeakReference<T> original) : WeakCopy
        where T : class
    {
        private Place _target;

        public override void Resolve(Dictionary<object, int> indices) => _target = Place.Of(original.TryGetTarget(out var target) ? target : null, indices);

        public override object Make(object[] copies) => new WeakReference<T>((T)_target.In(copies)!);
    }

    private sealed class Table<TKey, TValue>(ConditionalWeakTable<TKey, TValue> original) : WeakCopy
        where TKey : class
        where TValue : class?
    {
        private (Place Key, Place Value)[] _entries = [];

        public override void FollowEntries(Func<object, bool> isKnown, Func<object?, int, int> visit)
        {
            foreach (var (key, value) in original)
            {
                if (isKnown(key))
                {
                    visit(key, 0);
                    visit(value, 0);
                }
            }
        }

        public override void Resolve(Dictionary<object, int> indices) =>
            _entries = [.. original.Where(entry => indices.ContainsKey(entry.Key)).Select(entry => (Place.Of(entry.Key, indices), Place.Of(entry.Value, indices)))];

        public override object Make(object[] copies) => new ConditionalWeakTable<TKey, TValue>();

        public override void Fill(object made, object[] copies)
        {
            foreach (var (key, value) in _entries)
            {
                ((ConditionalWeakTable<TKey, TValue>)made).Add((TKey)key.In(copies)!, (TValue)value.In(copies)!);
            }
        }
    }
}
