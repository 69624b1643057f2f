namespace PureEdge.Fuzz.Programs;

/// <summary>What sort of value a term gives: the types of the intermediate form.</summary>
internal enum Kind
{
    Any,
    Number,
    BigInt,
    Text,
    Symbol,
    Nothing,
    Array,
    ArrayLike,
    Record,
    Function,
    Iterable,
    Pattern,
    Date,
    Collection,
    Buffer,
    Proxy,
    Promise,
    Platform,
}
