namespace PureEdge.Wasm;

/// <summary>Why a program was stopped.</summary>
public enum WasmTrap
{
    /// <summary>It executed <c>unreachable</c>.</summary>
    Unreachable,

    /// <summary>It read or wrote outside its memory.</summary>
    MemoryOutOfBounds,

    /// <summary>It read or wrote outside a table.</summary>
    TableOutOfBounds,

    /// <summary>It called through an index outside the table.</summary>
    UndefinedElement,

    /// <summary>It called through an empty place of a table, or used a null reference.</summary>
    UninitializedElement,

    /// <summary>It called a function of another type than it said.</summary>
    IndirectCallTypeMismatch,

    /// <summary>It divided an integer by zero.</summary>
    IntegerDivideByZero,

    /// <summary>The result of an integer division or conversion does not fit.</summary>
    IntegerOverflow,

    /// <summary>It converted NaN to an integer.</summary>
    InvalidConversionToInteger,

    /// <summary>It threw a null exception reference.</summary>
    NullReference,

    /// <summary>Its calls are nested deeper than the stack allows.</summary>
    StackExhausted,

    /// <summary>It used up the fuel of its store.</summary>
    FuelExhausted,
}
