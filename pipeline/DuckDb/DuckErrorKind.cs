#pragma warning disable CA1720 // the names are DuckDB's own
namespace ContactSync.DuckDb;

/// <summary>DuckDB's classes of error, by their numbers in its C interface. A number without a name here is one that a later version added.</summary>
public enum DuckErrorKind
{
    Unknown = 0,
    OutOfRange = 1,
    Conversion = 2,
    Decimal = 4,
    MismatchType = 5,
    DivideByZero = 6,
    Serialization = 9,
    Transaction = 10,
    NotImplemented = 11,
    Expression = 12,
    Catalog = 13,
    Parser = 14,
    Executor = 17,
    Constraint = 18,
    Connection = 21,
    Syntax = 22,
    Settings = 23,
    Binder = 24,
    IO = 28,
    Interrupt = 29,
    Fatal = 30,
    Internal = 31,
    InvalidInput = 32,
    OutOfMemory = 33,
    Permission = 34,
    MissingExtension = 39,
    Autoload = 40,
    InvalidConfiguration = 42,
}
