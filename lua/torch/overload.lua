--- Declares an operation once, for all its element types, argument forms and call forms.
--
-- Torch's mathematics is reached in three ways: `x:add(1)`, `torch.add(x, 1)` and `torch.add(r, x, 1)`, each with
-- several argument lists. A declaration states the lists once, as signatures, and the work once, as a function:
--
--    overload.define('add', types.all, {
--       { '!T T=1 real', function(T)                 -- made once a type, on first use
--          local kernel = T.kernels.add_scalar
--          return function(r, x, v) … end            -- called with every argument in place
--       end },
--    })
--
-- A signature is a list of words, one an argument:
--
--    T           a tensor of the type that is being defined; T/2: with two dimensions, part of the matching
--    Long Byte … a tensor of that type (LongTensor …)
--    *T *Long    a result: when it is not given a new tensor is made; results are what the call returns, and are given all or none
--    !T          a result that a method call has to give: it is the receiver (x:add(1) changes x)
--    T=1         in a method call this argument may be left out and is then the first one (the receiver)
--    real long   a number; real=1: with a default, written as a Lua expression (`long=nil` leaves the choice to the work)
--    bool=false  a boolean, with or without a default
--    str=N       a string, with or without a default
--    list        a Lua table
--    func        a function
--    gen         a Generator; the default one when it is not given
--    sizes       last: numbers, or one LongStorage; the work receives two values, the number of sizes and a `long *`
--                (borrowed: valid until the next call)
--
-- A call matches a signature when the count and the types of its arguments do; fewer arguments are tried first, then the
-- signatures in their order. When nothing matches, the error lists what was given and what was expected. Numeric strings
-- count as numbers. A variant may be restricted to one call form: { signature, work, form = 'function' or 'method' }.
local types = require 'torch.types'
local shape = require 'torch.shape'
local class = require 'torch.class'
local blame = require 'lampas.blame'

local overload = {}

local declared = {}   -- T → name → operation
local by_class = {}   -- tensor class metatable → T
for _, T in ipairs(types.stored) do
   declared[T] = {}
end

-- ---- signatures -------------------------------------------------------------------------------------------------

local function parse_word(word)
   local mark, kind, rest = word:match('^([*!]?)(%a+)(.*)$')
   local dims, default = rest:match('^/(%d)$'), rest:match('^=(.+)$')
   assert(kind and (rest == '' or dims or default), 'malformed word in a signature: ' .. word)
   local tensor = kind == 'T' or types.by_name[kind] ~= nil
   return {
      kind = kind,
      tensor = tensor,
      result = mark ~= '',
      receiver = mark == '!',
      dims = dims,
      default = not tensor and default or kind == 'gen' and 'gen()' or nil,
      same_as = tensor and default and tonumber(default) or nil,
   }
end

local function parse(signature)
   local words = {}
   for word in signature:gmatch('%S+') do
      words[#words + 1] = parse_word(word)
   end
   return words
end

local function optional(word, form)
   if word.result then
      return form == 'function' or not word.receiver
   elseif word.same_as then
      return form == 'method'
   end
   return word.default ~= nil
end

local function some_results_only(words, way, form)
   local given, missing = false, false
   for i, word in ipairs(words) do
      if word.result and optional(word, form) then
         given, missing = given or way[i], missing or not way[i]
      end
   end
   return given and missing
end

-- Every way to leave out optional words: a list of lists of booleans (is the word given?), fewest arguments first; among
-- equals the one that gives the earlier words (torch.uniform(5) sets the first bound).
local function ways(words, form)
   local list = { {} }
   for i, word in ipairs(words) do
      local longer = {}
      for _, way in ipairs(list) do
         for _, given in ipairs(optional(word, form) and { true, false } or { true }) do
            local copy = { unpack(way) }
            copy[i] = given
            copy.count = (way.count or 0) + (given and 1 or 0)
            longer[#longer + 1] = copy
         end
      end
      list = longer
   end
   for order = #list, 1, -1 do
      list[order].order = order
      if some_results_only(words, list[order], form) then
         table.remove(list, order)
      end
   end
   table.sort(list, function(a, b)
      if a.count ~= b.count then
         return a.count < b.count
      end
      return a.order < b.order
   end)
   return list
end

-- ---- generated code -----------------------------------------------------------------------------------------------

local function test(word, argument)
   if word.tensor then
      local code = ('getmetatable(%s) == mt_%s'):format(argument, word.kind)
      return word.dims and ('%s and ndim(%s) == %s'):format(code, argument, word.dims) or code
   end
   local kinds = { real = 'number', bool = 'boolean', str = 'string', list = 'table', func = 'function' }
   if word.kind == 'gen' then
      return ('getmetatable(%s) == mt_gen'):format(argument)
   elseif word.kind == 'long' then -- what a C long can hold: neither NaN nor infinity
      return ("type(%s) == 'number' and %s >= -0x1p63 and %s < 0x1p63"):format(argument, argument, argument)
   end
   return ("type(%s) == '%s'"):format(argument, assert(kinds[word.kind], word.kind))
end

-- One `if`: the tests of one way to call one variant, then the call of its work.
local function emit_way(words, way, number)
   local tests, values, results, position = {}, {}, {}, 0
   local before = {}
   local rest
   for i, word in ipairs(words) do
      local value
      if word.kind == 'sizes' then
         rest = position
         value = 'nsizes, sizes'
      elseif way[i] then
         position = position + 1
         value = 'a' .. position
         tests[#tests + 1] = test(word, value)
      elseif word.result then
         value = 'r' .. i
         before[#before + 1] = ('local %s = new_%s()'):format(value, word.kind)
      elseif word.same_as then
         value = values[word.same_as]
      else
         value = word.default
      end
      values[i] = value
      if word.result then
         results[#results + 1] = value
      end
   end
   if rest then
      tests[#tests + 1] = ('n > %d and sizes_given(select(%d, ...))'):format(rest, rest + 1)
      table.insert(before, ('local nsizes, sizes = read_sizes(select(%d, ...))'):format(rest + 1))
   else
      table.insert(tests, 1, 'n == ' .. position)
   end
   local call = ('work%d(%s)'):format(number, table.concat(values, ', '))
   -- Never a tail call: the frame of this function keeps the arguments alive while the work has pointers to them.
   local body = #results > 0 and ('%s return %s'):format(call, table.concat(results, ', ')) or ('return (%s)'):format(call)
   return ('if %s then %s %s end'):format(table.concat(tests, ' and '), table.concat(before, ' '), body), position
end

-- The source of a function that makes the matching function from an environment.
local function generate(operation, form)
   local clauses, most, kinds, works = {}, 1, {}, {}
   for number, variant in ipairs(operation.variants) do
      if not variant.form or variant.form == form then
         works[#works + 1] = ('local work%d = works[%d]'):format(number, number)
         for _, word in ipairs(variant.words) do
            if word.tensor then
               kinds[word.kind] = true
            end
         end
         for order, way in ipairs(ways(variant.words, form)) do
            local code, count = emit_way(variant.words, way, number)
            clauses[#clauses + 1] = { code = code, count = count, number = number, order = order }
            most = math.max(most, count)
         end
      end
   end
   if #clauses == 0 then
      return nil
   end
   table.sort(clauses, function(a, b)
      if a.number ~= b.number then
         return a.number < b.number
      end
      return a.order < b.order
   end)
   local lines = { 'local mt, new, works, ndim, sizes_given, read_sizes, mt_gen, gen, fail = ...' }
   for kind in pairs(kinds) do
      lines[#lines + 1] = ('local mt_%s, new_%s = mt.%s, new.%s'):format(kind, kind, kind, kind)
   end
   for _, line in ipairs(works) do
      lines[#lines + 1] = line
   end
   local names = {}
   for i = 1, most do
      names[i] = 'a' .. i
   end
   lines[#lines + 1] = ('return function(...) local n = select("#", ...) local %s = ...'):format(table.concat(names, ', '))
   for _, clause in ipairs(clauses) do
      lines[#lines + 1] = clause.code
   end
   lines[#lines + 1] = 'return fail(...) end'
   return table.concat(lines, '\n')
end

-- ---- errors ---------------------------------------------------------------------------------------------------------

local function describe_given(...)
   local words = {}
   for i = 1, select('#', ...) do
      words[i] = class.type((select(i, ...))):gsub('^torch%.', '')
   end
   return table.concat(words, ' ')
end

local NAMES = { long = 'int', bool = 'boolean', str = 'string', list = 'table', func = 'function', gen = 'Generator' }

local function describe_word(word, T, form)
   local text
   if word.tensor then
      text = (word.kind == 'T' and T.name or word.kind) .. 'Tensor' .. (word.dims and '~' .. word.dims .. 'D' or '')
   elseif word.kind == 'real' then
      text = T.suffix
   elseif word.kind == 'sizes' then
      text = '(LongStorage | int...)'
   else
      text = NAMES[word.kind]
   end
   text = word.result and '*' .. text .. '*' or text
   return optional(word, form) and '[' .. text .. ']' or text
end

local function describe_expected(operation, T, form)
   local forms = {}
   for _, variant in ipairs(operation.variants) do
      if not variant.form or variant.form == form then
         local words = {}
         for i, word in ipairs(variant.words) do
            words[i] = describe_word(word, T, form)
         end
         forms[#forms + 1] = table.concat(words, ' ')
      end
   end
   return table.concat(forms, ' | ')
end

-- What a call comes to that matched nothing: numeric strings are read as numbers and tried again, else an error.
local function make_fail(operation, T, form, matched)
   local retrying = false
   return function(...)
      if not retrying then
         local arguments, changed = { ... }, false
         for i = 1, select('#', ...) do
            if type(arguments[i]) == 'string' and tonumber(arguments[i]) then
               arguments[i], changed = tonumber(arguments[i]), true
            end
         end
         if changed then
            retrying = true
            local outcome = { pcall(matched.call, unpack(arguments, 1, select('#', ...))) }
            retrying = false
            if outcome[1] then
               return unpack(outcome, 2, table.maxn(outcome))
            end
            blame('%s', tostring(outcome[2]))
         end
      end
      blame('invalid arguments: %s \nexpected arguments: %s', describe_given(...), describe_expected(operation, T, form))
   end
end

-- ---- instantiation --------------------------------------------------------------------------------------------------

local function works_for(operation, T)
   local works = operation.works[T]
   if not works then
      works = {}
      for number, variant in ipairs(operation.variants) do
         works[number] = variant.work(T)
      end
      operation.works[T] = works
   end
   return works
end

local function instantiate(operation, T, form)
   local chunk = operation.chunks[form]
   if chunk == nil then
      local source = generate(operation, form)
      chunk = source and assert(loadstring(source, '=lampas.' .. operation.name)) or false
      operation.chunks[form] = chunk
   end
   if not chunk then
      return nil
   end
   local mt, new = { T = T.tensor }, { T = T.newTensor }
   for name, other in pairs(types.by_name) do
      mt[name], new[name] = other.tensor, other.newTensor
   end
   local matched = {}
   matched.call = chunk(mt, new, works_for(operation, T), overload.ndim, shape.given, shape.read, class.getmetatable('torch.Generator'),
      overload.defaultGenerator, make_fail(operation, T, form, matched))
   return matched.call
end

--- Declare operation `name` for a list of type descriptors. A type may get each name once.
function overload.define(name, for_types, variants)
   local operation = { name = name, variants = variants, chunks = {}, works = {} }
   for _, variant in ipairs(variants) do
      variant.words, variant.work = parse(variant[1]), variant[2]
   end
   for _, T in ipairs(for_types) do
      assert(not declared[T][name], 'operation declared twice: ' .. name)
      declared[T][name] = operation
   end
   overload.torch[name] = overload.torch[name] or overload.dispatcher(name)
end

local function computed(name)
   for _, T in ipairs(types.all) do
      if declared[T][name] then
         return true
      end
   end
   return false
end

--- The method form of `name` for T (a function of receiver and arguments), or nil; an error to be called where T does not compute.
function overload.method(T, name)
   local operation = declared[T][name]
   if operation then
      return instantiate(operation, T, 'method')
   elseif not T.kernels and computed(name) then
      return function()
         blame('%s on %s not yet supported', name, T.tensorName)
      end
   end
end

--- The function form of `name` for T (as torch.name is called), or nil.
function overload.func(T, name)
   local f = T.functions[name]
   if f == nil then
      local operation = declared[T][name]
      f = operation and instantiate(operation, T, 'function') or false
      T.functions[name] = f
   end
   return f or nil
end

-- ---- torch.name(...) ------------------------------------------------------------------------------------------------

--- Tensor.lua tells which class metatable belongs to which descriptor.
function overload.register(T)
   by_class[T.tensor] = T
end

--- Type descriptor of a tensor, nil for anything else.
function overload.typeOf(value)
   if type(value) == 'userdata' then
      return by_class[getmetatable(value)]
   end
end

-- torch.zeros(2, 3, 'torch.FloatTensor'): the type named last, and whether there is one.
local function trailing_type(...)
   local last = select('#', ...) > 0 and (select(-1, ...))
   local meta = type(last) == 'string' and last:match('^torch%.%a+Tensor$') and class.getmetatable(last)
   return meta and by_class[meta]
end

local function call(T, name, ...)
   local f = overload.func(T, name)
   if not f then
      blame('%s does not implement the torch.%s() function', T.tensorName, name)
   end
   return f(...)
end

local function without_last(T, name, ...)
   return call(T, name, unpack({ ... }, 1, select('#', ...) - 1))
end

--- torch.name: a function that picks the type by its first or second argument, a list of tensors, a trailing type name, or
-- the default tensor type.
function overload.dispatcher(name)
   return function(...)
      local a, b = ...
      local T = overload.typeOf(a) or overload.typeOf(b)
      if T then
         return call(T, name, ...)
      end
      if type(a) == 'table' and overload.typeOf(a[1]) then
         return call(overload.typeOf(a[1]), name, ...)
      end
      T = trailing_type(...)
      if T then
         return without_last(T, name, ...)
      end
      return call(overload.default(), name, ...)
   end
end

return overload
