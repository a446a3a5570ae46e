--- A page that needs nothing else: its frame, style and links.
local markup = require 'lampas.html.markup'
local style = require 'lampas.html.style'

local element, text = markup.element, markup.text

--- The whole file's text.
-- @param title of the page
-- @param intro a list of markup, above the links
-- @param sections a list of { id, title, content = markup }
return function(title, intro, sections)
   local bodies, links = {}, {}
   for i, section in ipairs(sections) do
      bodies[i] = element('section', { id = section.id }, text('h2', {}, section.title), section.content)
      links[i] = text('a', { href = '#' .. section.id }, section.title)
   end
   return '<!DOCTYPE html>\n' .. element('html', { lang = 'en' },
      element('head', {}, '\n', element('meta', { charset = 'utf-8' }), '\n',
         element('meta', { name = 'viewport', content = 'width=device-width, initial-scale=1' }), '\n',
         element('meta', { ['http-equiv'] = 'Content-Security-Policy', content = "default-src 'none'; style-src 'unsafe-inline'" }), '\n',
         text('title', {}, title), '\n', element('style', {}, '\n', style), '\n'), '\n',
      element('body', {}, '\n', text('h1', {}, title), '\n', table.concat(intro, '\n'), '\n', element('nav', {}, links), '\n',
         table.concat(bodies, '\n'), '\n')) .. '\n'
end
