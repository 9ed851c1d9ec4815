# What record.exs plays with: children and their start functions, who writes down what happens, and
# the words for it.

defmodule Tree do
  @behaviour :supervisor
  def init(:fail), do: raise("init fails")
  def init(result), do: result
end

defmodule Log do
  def log(%{msg: {:report, %{label: {:supervisor, :progress}}}}, _config),
    do: :ets.update_counter(:world, :progress, 1)

  def log(_event, _config), do: :ok
end

# Writes down who started and who ended, in order, and knows who is who.
defmodule Scribe do
  use GenServer

  def start, do: GenServer.start(__MODULE__, [], name: __MODULE__)
  def started(name, pid), do: GenServer.call(__MODULE__, {:started, name, pid})
  def note(kind, name), do: GenServer.call(__MODULE__, {:note, {kind, name}})
  def take, do: GenServer.call(__MODULE__, :take, :infinity)

  def init(_), do: {:ok, []}

  def handle_call({:started, name, pid}, _from, events) do
    Process.monitor(pid)
    :ets.insert(:world, [{{:pid, name}, pid}, {{:name, pid}, name}])
    {:reply, :ok, [{"started", name} | events]}
  end

  def handle_call({:note, event}, _from, events), do: {:reply, :ok, [event | events]}
  def handle_call(:take, _from, events), do: {:reply, Enum.reverse(events), []}

  def handle_info({:DOWN, _, _, pid, reason}, events) do
    [{_, name}] = :ets.lookup(:world, {:name, pid})
    {:noreply, [{"ended", name, Words.reason(reason)} | events]}
  end
end

defmodule Worker do
  use GenServer

  def start_link(asked), do: GenServer.start_link(__MODULE__, asked)

  def init(asked) do
    Process.flag(:trap_exit, true)
    {:ok, asked}
  end

  def handle_info({:leave, reason}, _asked), do: {:stop, reason, nil}
  def handle_info(:busy, _asked), do: Process.sleep(:infinity)

  def handle_info(:unlink, asked) do
    Process.unlink(hd(Process.get(:"$ancestors")))
    {:noreply, asked}
  end

  def terminate(_reason, nil), do: :ok
  def terminate(_reason, "slow:" <> ms), do: Process.sleep(String.to_integer(ms))
  def terminate(_reason, asked), do: exit(Words.to_reason(asked))
end

# The start function of every child.
defmodule Start do
  def run(spec, name \\ nil) do
    name = name || spec["id"]
    begin(next(name, spec), name, spec)
  end

  # What its starts come to, in turn; the last for ever.
  defp next(name, spec) do
    plan =
      case :ets.lookup(:world, {:plan, name}) do
        [{_, plan}] -> plan
        [] -> String.split(Map.get(spec, "start", "ok"), ",")
      end

    :ets.insert(:world, {{:plan, name}, if(tl(plan) == [], do: plan, else: tl(plan))})
    hd(plan)
  end

  defp begin(kind, name, spec) when kind in ["ok", "extra"] do
    asked = lookup({:asked, name}) || spec["asked"]

    started =
      if spec["sup"],
        do: :supervisor.start_link(Tree, lookup({:sup, spec["sup"]})),
        else: Worker.start_link(asked)

    case started do
      {:ok, pid} ->
        Scribe.started(name, pid)
        if kind == "extra", do: {:ok, pid, :extra}, else: {:ok, pid}

      error ->
        failed(name, error)
    end
  end

  defp begin("ignore", name, spec) do
    Scribe.note("ignored", name)
    if spec["sup"], do: :supervisor.start_link(Tree, :ignore), else: :ignore
  end

  defp begin("error", name, _spec), do: failed(name, {:error, :reason})

  defp begin("other", name, spec) do
    wrong = if spec["sup"], do: :supervisor.start_link(Tree, :invalid), else: :something_else
    failed(name, wrong)
  end

  defp begin("raise", name, %{"sup" => _}),
    do: failed(name, :supervisor.start_link(Tree, :fail))

  defp begin("raise", name, _spec) do
    failed(name, nil)
    raise "it cannot start"
  end

  defp begin("late", name, _spec) do
    Process.sleep(2000)
    failed(name, {:error, :late})
  end

  defp begin("taken", name, _spec),
    do: failed(name, {:error, {:already_started, lookup({:pid, "running"})}})

  defp failed(name, result) do
    Scribe.note("failed", name)
    result
  end

  defp lookup(key) do
    case :ets.lookup(:world, key) do
      [{_, value}] -> value
      [] -> nil
    end
  end
end

# Between words and terms.
defmodule Words do
  def reason(:normal), do: "normal"
  def reason(:shutdown), do: "shutdown"
  def reason({:shutdown, why}), do: "shutdown:#{why}"
  def reason(:killed), do: "killed"
  def reason(_), do: "crash"

  def to_reason("shutdown:" <> why), do: {:shutdown, String.to_atom(why)}
  def to_reason(word), do: String.to_atom(word)

  def value(word) do
    case Integer.parse(word) do
      {number, ""} -> number
      _ -> String.to_atom(word)
    end
  end

  # A child's specification: only what is said, the rest is left to OTP.
  def spec(given) do
    said =
      for key <- ["restart", "shutdown", "type", "significant", "silly_flag"],
          Map.has_key?(given, key),
          into: %{},
          do: {String.to_atom(key), value(given[key])}

    start =
      case given["start"] do
        "missing" -> %{}
        "mfa" -> %{start: :mfa}
        _ -> %{start: {Start, :run, [given]}}
      end

    id = if given["id"] == "missing", do: %{}, else: %{id: given["id"]}
    said |> Map.merge(start) |> Map.merge(id)
  end

  def sup([strategy, intensity, period], options, specs) do
    flags = %{strategy: value(strategy), intensity: value(intensity), period: value(period)}
    auto = options["auto"]
    flags = if auto, do: Map.put(flags, :auto_shutdown, value(auto)), else: flags
    children = String.split(options["children"] || "", ",", trim: true)
    {:ok, {flags, Enum.map(children, &spec(specs[&1]))}}
  end

  def result(:ok), do: "ok"
  def result(:ignore), do: "ignore"
  def result({:ok, :undefined}), do: "ok ignored"
  def result({:ok, pid}) when is_pid(pid), do: "ok"
  def result({:ok, pid, _info}) when is_pid(pid), do: "ok"
  def result({:error, why}), do: "error " <> why(why)

  def why(why) when why in [:running, :restarting, :not_found, :already_present],
    do: to_string(why)

  def why(:simple_one_for_one), do: "simple_one_for_one"
  def why({:already_started, _}), do: "already_started"
  def why({:shutdown, {:failed_to_start_child, id, why}}), do: "start #{id}" <> below(why)
  def why({kind, why}) when kind in [:supervisor_data, :start_spec, :error], do: why(why)
  def why({:duplicate_child_name, _}), do: "spec duplicate"
  def why({:bad_combination, _}), do: "spec combination"
  def why({:invalid_mfa, _}), do: "spec start"
  def why({:invalid_restart_type, _}), do: "spec restart"
  def why({:invalid_child_type, _}), do: "spec type"
  def why({:invalid_intensity, _}), do: "spec max_restarts"
  def why({:invalid_period, _}), do: "spec max_seconds"

  def why({wrong, _}) when wrong in [:invalid_shutdown, :invalid_significant, :invalid_strategy],
    do: "spec " <> String.replace_prefix(to_string(wrong), "invalid_", "")

  def why({:invalid_auto_shutdown, _}), do: "spec auto_shutdown"
  def why(:missing_id), do: "spec missing id"
  def why(:missing_start), do: "spec missing start"
  def why(_), do: "start"

  defp below({:shutdown, {:failed_to_start_child, id, why}}), do: " #{id}" <> below(why)
  defp below(_), do: ""
end
