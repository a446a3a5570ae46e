--- Text of HTML and SVG: everything that comes from elsewhere is escaped here.
local markup = {}

local ENTITIES = { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;', ["'"] = '&#39;' }

-- Elements without content and end tag, of those that pages here use.
local VOID = { meta = true, br = true }

--- A text as it may stand between tags or in an attribute; control characters, which no page may have, are left out.
function markup.escape(value)
   return (tostring(value):gsub('[&<>"\']', ENTITIES):gsub('[%z\1-\8\11\12\14-\31\127]', ''))
end

local function attributes_of(attributes)
   local names, parts = {}, {}
   for name in pairs(attributes) do
      names[#names + 1] = name
   end
   table.sort(names)
   for i, name in ipairs(names) do
      parts[i] = (' %s="%s"'):format(name, markup.escape(attributes[name]))
   end
   return table.concat(parts)
end

--- An element.
-- @param attributes a table of values, which are escaped
-- @param ... its content: markup, which is taken as it is; lists of it; nothing for nil or false
function markup.element(name, attributes, ...)
   local content = {}
   for i = 1, select('#', ...) do
      local part = select(i, ...)
      content[#content + 1] = type(part) == 'table' and table.concat(part) or part or nil
   end
   local start = ('<%s%s>'):format(name, attributes_of(attributes))
   return VOID[name] and start or ('%s%s</%s>'):format(start, table.concat(content), name)
end

--- An element that holds nothing but a text, which is escaped.
function markup.text(name, attributes, text)
   return markup.element(name, attributes, markup.escape(text))
end

--- A coordinate: one digit after the point, none of no use.
function markup.coordinate(x)
   return (('%.1f'):format(x):gsub('%.0$', ''):gsub('^%-0$', '0'))
end

return markup
