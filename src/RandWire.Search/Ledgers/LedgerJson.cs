using System.Text.Json.Serialization;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>What stands in a ledger's rows, on one line each.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Candidate))]
[JsonSerializable(typeof(TrialRecord))]
[JsonSerializable(typeof(EpochResult))]
[JsonSerializable(typeof(StudyHeader))]
[JsonSerializable(typeof(StudyRequest))]
[JsonSerializable(typeof(FinalPlan))]
[JsonSerializable(typeof(TestedRuns))]
internal sealed partial class LedgerJson : JsonSerializerContext;
