namespace PureEdge.Wasm.Tests.Verification;

/// <summary>A rule of verifiable IL that compiled code breaks on purpose.</summary>
internal enum Rule
{
    AddressAsNumber,
    AddressOfReadOnlyField,
    ArithmeticWithReference,
    CallOfANumber,
    LocalsNotZeroed,
    ReferenceToAnotherType,
}

/// <summary>What is not verifiable: the rule, the instruction that breaks it, and the type that it is about.</summary>
internal readonly record struct Finding(Rule Rule, string Instruction, string About);
